// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/machine_config.h"
#include "sim/cli/command_line.h"

namespace scnnsim {

/// Declares --config and --set.
void add_config_options(CommandLine& command);

/// The checked configuration that --config and --set describe.
MachineConfig config_from(const CommandLine& command);

}  // namespace scnnsim
