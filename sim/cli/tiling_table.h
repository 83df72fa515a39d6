// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/machine_config.h"
#include "sim/tables/table.h"
#include "traces/trace.h"

namespace scnnsim {

/// The Kc and the temporal tiles that each layer of a trace is run with on scnn, and why they are not larger
/// (models/README.md section 1, rules 3 and 4). Layers are mapped, not simulated. Throws UserError for
/// `mapping.kc: best`, which simulation finds, and for a layer that the machine cannot take.
Table tiling_table(const MachineConfig& config, const Trace& trace);

}  // namespace scnnsim
