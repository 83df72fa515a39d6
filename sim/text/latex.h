// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scnnsim {

/// A text as LaTeX that shows it literally, without ligatures, in one line (see visible). Lines may be broken
/// after the characters of `break_after`. It needs the package textcomp, and the command below where the text
/// has characters that pdfLaTeX does not know.
std::string latex_text(std::string_view text, std::string_view break_after = "");

/// A line that defines \scnnsimchar{character}{code}, unless a document has its own: the character with
/// XeLaTeX and LuaLaTeX, "U+4E2D" with pdfLaTeX, which would stop there.
extern const char* const latex_character_command;

/// Whether LaTeX needs latex_character_command.
bool needs_latex_character_command(std::string_view latex);

}  // namespace scnnsim
