// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scnnsim {

/// What a figure shows of a text: one line (see visible) of at most 100 characters, the middle of longer ones
/// left out.
std::string figure_text(std::string_view text);

/// figure_text as a string in a gnuplot script. All that gnuplot gives a meaning to is written as octal
/// codes: within double quotes, backquotes run a shell; within single quotes, gnuplot 5.4 mistakes two
/// apostrophes for the end. Enhanced text has to be off in the terminal.
std::string gnuplot_string(std::string_view text);

/// The same for a label of a tic, which gnuplot takes for a format: % is doubled.
std::string gnuplot_tic(std::string_view text);

}  // namespace scnnsim
