// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/engine_kind.h"
#include "sim/cli/command_line.h"

namespace scnnsim {

/// --engine auto|product|batched.
void add_engine_option(CommandLine& command);
EngineKind engine_of(const CommandLine& command);

}  // namespace scnnsim
