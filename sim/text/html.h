// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scnnsim {

/// A text as HTML that shows it literally, within an element or a quoted attribute, in one line (see
/// visible).
std::string html_text(std::string_view text);
/// The same of text in lines: newlines stay.
std::string html_text_lines(std::string_view text);

/// JSON text as the content of a script element, which no "</script>" or "<!--" in it ends or changes: a
/// reader of JSON gets the same values.
std::string json_in_script(std::string_view json);

}  // namespace scnnsim
