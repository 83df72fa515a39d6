// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/engine_kind.h"
#include "models/common/machine_config.h"
#include "sim/cli/command_line.h"
#include "traces/generate.h"

namespace scnnsim {

/// Declares --config and --set.
void add_config_options(CommandLine& command);

/// The checked configuration that --config and --set describe.
MachineConfig config_from(const CommandLine& command);

/// --engine auto|product|batched.
void add_engine_option(CommandLine& command);
/// The engine that it asks for; automatic without it.
EngineKind engine_of(const CommandLine& command);

/// Declares --activation-pattern and the parameters of all patterns. `otherwise`: the default, for the help.
void add_pattern_options(CommandLine& command, const std::string& otherwise);

/// Whether any of them was given.
bool gives_pattern(const CommandLine& command);

/// Sets where the non-zeros of generated activations lie, if it was given. Throws UserError.
void read_pattern(const CommandLine& command, GenerateOptions& generate);

}  // namespace scnnsim
