// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cli/command_line.h"
#include "traces/generate.h"

namespace scnnsim {

/// Declares --activation-pattern and the parameters of all patterns. `otherwise`: the default, for the help.
void add_pattern_options(CommandLine& command, const std::string& otherwise);

/// Whether any of them was given.
bool gives_pattern(const CommandLine& command);

/// Sets where the non-zeros of generated activations lie, if it was given. Throws UserError.
void read_pattern(const CommandLine& command, GenerateOptions& generate);

}  // namespace scnnsim
