// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/machine_config.h"
#include "sim/layer/layer_result.h"
#include "sim/layer/shared_layer.h"

namespace scnnsim {

/// A result of a layer on a machine before anything is simulated: name, dense MACs, densities of weights and
/// input, PEs and multipliers, duration of a cycle. `multiplies_zeros`: effectual products are then counted
/// from the tensors; they are unknown for a machine whose own counters tell them.
LayerResult initial_result(const MachineConfig& config, SharedLayer& layer, bool multiplies_zeros);

}  // namespace scnnsim
