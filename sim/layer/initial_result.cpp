// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/initial_result.h"

#include "models/common/geometry.h"

namespace scnnsim {

LayerResult initial_result(const MachineConfig& config, const LayerDescription& layer,
                           const LayerTensors& tensors) {
  LayerResult result;
  result.layer = layer.name;
  result.dense_macs = layer.shape.dense_macs();
  result.weight_density = density(tensors.weights);
  result.input_density = density(tensors.activations);
  result.dense_weight_bytes =
      ceil_divide<std::uint64_t>(tensors.weights.size() * config.multiplier_array.operand_bits, 8);
  result.pes = config.pe_count();
  result.multipliers = std::uint64_t{config.pe_count()} * config.lanes();
  return result;
}

}  // namespace scnnsim
