// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scnnsim {

/// A text as Markdown that shows it literally within a paragraph or a cell of a table: no markup, no HTML, no
/// mathematics, no link but that of a mail address to itself, which GitHub makes of any, and one line (see
/// visible). What the first Markdown has backslashes for is escaped by them, everything else by HTML's
/// references, which all Markdowns know.
std::string markdown_text(std::string_view text);

/// The same as a paragraph of its own: what its first characters could begin (a heading, an item of a list,
/// code, a title block) is escaped, too.
std::string markdown_paragraph(std::string_view text);

}  // namespace scnnsim
