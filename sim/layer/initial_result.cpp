// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/initial_result.h"

#include "models/common/geometry.h"
#include "models/common/time_units.h"

namespace scnnsim {

LayerResult initial_result(const MachineConfig& config, SharedLayer& layer, bool multiplies_zeros) {
  LayerResult result;
  result.layer = layer.description().name;
  result.dense_macs = layer.description().shape.dense_macs();
  result.weight_density = layer.weight_density();
  result.input_density = layer.input_density();
  result.dense_weight_bytes =
      ceil_divide<std::uint64_t>(layer.tensors().weights.size() * config.multiplier_array.operand_bits, 8);
  result.effectual_multiplies = multiplies_zeros ? std::optional(layer.effectual_multiplies()) : std::nullopt;
  result.cycle_fs = femtoseconds_per_cycle(config.clock.frequency);
  result.pes = config.pe_count();
  result.multipliers = std::uint64_t{config.pe_count()} * config.lanes();
  return result;
}

}  // namespace scnnsim
