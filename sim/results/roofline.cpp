// SPDX-License-Identifier: Apache-2.0
#include "sim/results/roofline.h"

#include "models/memory/banked/dram_device.h"

namespace scnnsim {

std::optional<RooflinePoint> roofline_point(const LayerResult& layer) {
  if (layer.multiplies == 0 || layer.dram_bytes() == 0 || layer.cycles == 0) return std::nullopt;
  const auto multiplies = static_cast<double>(layer.multiplies);
  return RooflinePoint{multiplies / static_cast<double>(layer.dram_bytes()),
                       multiplies / static_cast<double>(layer.cycles)};
}

Roofs roofs_of(const LayerResult& layer, const MachineConfig& config) {
  return {static_cast<double>(layer.multipliers), peak_gb_per_s(config) / config.clock.frequency};
}

}  // namespace scnnsim
