// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/initial_result.h"

#include "models/common/geometry.h"

namespace scnnsim {

LayerResult initial_result(const MachineConfig& config, SharedLayer& layer) {
  LayerResult result;
  result.layer = layer.description().name;
  result.dense_macs = layer.description().shape.dense_macs();
  result.weight_density = layer.weight_density();
  result.input_density = layer.input_density();
  result.dense_weight_bytes =
      ceil_divide<std::uint64_t>(layer.tensors().weights.size() * config.multiplier_array.operand_bits, 8);
  result.pes = config.pe_count();
  result.multipliers = std::uint64_t{config.pe_count()} * config.lanes();
  return result;
}

}  // namespace scnnsim
