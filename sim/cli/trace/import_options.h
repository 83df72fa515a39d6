// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cli/command_line.h"

namespace scnnsim {

/// Declares the options of `scnnsim trace import`, which scnnsim-import reads again: it does the work.
CommandLine options_of_import();

}  // namespace scnnsim
