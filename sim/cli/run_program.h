// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace scnnsim {

/// The main() of a program: runs `command` with the arguments after the program's name and returns the exit
/// status. What it throws becomes a message on stderr and a status: 2 for a UserError, 128 + the signal for
/// Interrupted, 1 for anything else. Output that cannot be written is an error, but for a closed pipe.
int run_program(int count, char** arguments, int (*command)(const std::vector<std::string>& arguments));

}  // namespace scnnsim
