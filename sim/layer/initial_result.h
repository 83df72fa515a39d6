// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/machine_config.h"
#include "sim/layer/layer_result.h"
#include "sim/layer/shared_layer.h"

namespace scnnsim {

/// A result of a layer on a machine before anything is simulated: name, dense MACs, densities of weights and
/// input, PEs and multipliers.
LayerResult initial_result(const MachineConfig& config, SharedLayer& layer);

}  // namespace scnnsim
