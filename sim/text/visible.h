// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scnnsim {

/// Whether a character of Unicode changes what a terminal or a page shows without a mark of its own: controls
/// (C0, DEL, C1), line and paragraph separators, text directions, what has no width, and codes that are no
/// characters.
bool is_invisible(char32_t code);

/// The text in one line, with all that is invisible as an escape: \n, \t, \r, \x1b, \u009b, \U000e0041; \xff
/// for a byte that is no UTF-8. Backslashes of the text stay single.
std::string visible(std::string_view text);

/// The same of text in lines: newlines stay.
std::string visible_lines(std::string_view text);

/// The same of a message, whose lines after the first are indented by two spaces or more. Other newlines come
/// from names and values, and are shown: a name cannot begin a line that looks like another message.
std::string visible_message(std::string_view text);

/// Characters, not bytes, of UTF-8 text.
std::size_t display_width(const std::string& text);

/// The text broken between words into lines of at most `width` characters; longer words stay whole.
std::string broken(const std::string& text, std::size_t width);

}  // namespace scnnsim
