// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace scnnsim {

/// To be called first: writing to a closed pipe or beyond the limit of a file's size becomes an error instead
/// of a signal that ends the program with its files half-written, and a standard stream that is closed stays
/// unusable instead of becoming the next file that is opened.
void protect_standard_streams();

/// Everything that the program prints goes through these: names and values come from files of others, and
/// what a terminal would obey or hide in them is shown instead (see visible).

/// Whole lines on stdout; newlines stay.
void print_lines(std::string_view text);

/// One line on stdout; its newline is added.
void print_line(std::string_view line);

/// "scnnsim: <message>" on stderr; see visible_message. Never fails: a message that nobody can receive
/// changes nothing.
void print_message(std::string_view message);

/// One line on stderr, without the program's name. Never fails.
void print_progress(std::string_view line);

/// Whether something printed to stdout did not get there. Flushes it.
bool standard_output_failed();

/// Whether stdout is a pipe that nobody reads any more, as in `scnnsim config | head`: no failure.
bool nobody_reads_output();

/// Ends the process as a program that writes to such a pipe usually ends: by SIGPIPE, without a word. Returns
/// the exit status that a shell makes of it where the signal is blocked.
int end_as_broken_pipe();

/// Tells on stderr of files and folders that a killed process may have left: see remove_leftovers().
void print_leftovers(const std::vector<std::filesystem::path>& leftovers);

/// Removes what killed processes left of these files in a folder, and tells what stays.
void clean_folder(const std::filesystem::path& folder, const std::vector<const char*>& files);

}  // namespace scnnsim
