// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/simulate_layer.h"

#include "sim/layer/child_result.h"
#include "sim/layer/kc_search.h"

namespace scnnsim {

LayerResult simulate_layer_here(const MachineConfig& config, const LayerDescription& layer,
                                const LayerTensors& tensors, const SimulationOptions& options,
                                OperandForms forms) {
  SharedLayer shared(layer, tensors);
  return prepare_scnn_simulation(config, shared, options, forms)->run(options.progress);
}

LayerResult simulate_layer(const MachineConfig& config, const LayerDescription& layer,
                           const LayerTensors& tensors, const SimulationOptions& options,
                           OperandForms forms) {
  SharedLayer shared(layer, tensors);
  return run_in_child(*prepare_scnn_simulation(config, shared, options, forms), "layer " + layer.name);
}

}  // namespace scnnsim
