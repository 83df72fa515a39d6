// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cli/command_line.h"
#include "traces/generate.h"

namespace scnnsim {

/// Declares --activation-pattern and the parameters of all patterns. `otherwise` has the default pattern.
void add_pattern_options(CommandLine& command, const GenerateOptions& otherwise);

/// Sets where the non-zeros of generated activations lie, if it was given. Throws UserError.
void read_pattern(const CommandLine& command, GenerateOptions& generate);

}  // namespace scnnsim
