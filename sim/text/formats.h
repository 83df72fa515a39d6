// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scnnsim {

/// A text as a field of a CSV file, quoted where RFC 4180 wants it, in one line (see visible), and never a
/// formula: spreadsheets run a cell that begins with = + - or @. An apostrophe is put before each of these,
/// and before their full-width forms, where a cell can begin: at the beginning of the text, or after a comma,
/// a semicolon or a quote, spaces and apostrophes aside. Semicolons separate cells in some locales.
///
/// A text that is a number stays one: -1. To get a name back, take one apostrophe away from each of these
/// places that has any; JSON holds names as they are.
std::string csv_text(std::string_view text);

/// A text as Markdown that shows it literally within a paragraph or a cell of a table: no markup, no HTML, no
/// mathematics, no link but that of a mail address to itself, which GitHub makes of any, and one line (see
/// visible). What the first Markdown has backslashes for is escaped by them, everything else by HTML's
/// references, which all Markdowns know.
std::string markdown_text(std::string_view text);

/// The same as a paragraph of its own: what its first characters could begin (a heading, an item of a list,
/// code, a title block) is escaped, too.
std::string markdown_paragraph(std::string_view text);

/// A text as LaTeX that shows it literally, without ligatures, in one line (see visible), also in captions.
/// Lines may be broken after the characters of `break_after`. Characters that pdfLaTeX does not know, where
/// it would stop, are shown by XeLaTeX and LuaLaTeX; pdfLaTeX shows their codes, as U+4E2D. The package
/// textcomp is needed.
std::string latex_text(std::string_view text, std::string_view break_after = "");

/// What a figure shows of a text: one line (see visible), the middle of texts longer than `most_characters`
/// left out. gnuplot 5.4 writes beyond its memory where a tic's label with a % has more than 2,000.
std::string figure_text(std::string_view text, std::size_t most_characters = 100);

/// figure_text as a string in a gnuplot script. All that gnuplot gives a meaning to is written as octal
/// codes: within double quotes, backquotes run a shell; within single quotes, gnuplot 5.4 mistakes two
/// apostrophes for the end. Enhanced text has to be off in the terminal.
std::string gnuplot_string(std::string_view text);

/// The same for a label of a tic, which gnuplot takes for a format: % is doubled.
std::string gnuplot_tic(std::string_view text);

}  // namespace scnnsim
