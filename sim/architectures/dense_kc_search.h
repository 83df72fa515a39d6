// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "sim/layer/prepared_simulation.h"
#include "sim/layer/shared_layer.h"

namespace scnnsim {

using PrepareDense = std::function<std::unique_ptr<PreparedSimulation>(
    const MachineConfig& config, SharedLayer& layer, const SimulationOptions& options)>;

/// A layer on a machine whose simulation may run any number of times in one process, with the Kc that the
/// configuration gives or the best one (models/README.md section 1, rule 3). `config` and `layer` must
/// outlive the result. Throws like `prepare`.
std::unique_ptr<PreparedSimulation> prepare_with_kc(const MachineConfig& config, SharedLayer& layer,
                                                    const SimulationOptions& options,
                                                    const PrepareDense& prepare);

}  // namespace scnnsim
