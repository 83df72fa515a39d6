// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/machine_config.h"
#include "sim/architectures/layer_energy.h"
#include "sim/layer/layer_result.h"

namespace scnnsim {

/// Whether DRAM costs what its commands cost: the memory is banked, and energies of its commands are known.
bool dram_costs_by_command(const MachineConfig& config);

/// What a layer takes, DRAM by its commands where dram_costs_by_command() and the layer's counters are known:
/// rows opened and closed, bits of atoms read and written, refreshes, standby of all ranks in ns. Else
/// `counts`. Assumption: ranks stand by with rows open for as long as the layer takes, without power-down,
/// and refreshes after the last access are left out.
ActionCounts with_dram_commands(ActionCounts counts, const LayerResult& layer, const MachineConfig& config);

}  // namespace scnnsim
