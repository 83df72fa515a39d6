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

bool is_above_bandwidth(const RooflinePoint& point, const Roofs& roofs) {
  constexpr double rounding = 1 + 1e-6;
  return point.per_cycle > rounding * point.per_byte * roofs.bytes_per_cycle;
}

std::string why_above_bandwidth(const std::string& architecture) {
  if (architecture == "scnn_oracle") return "scnn_oracle does not wait for DRAM";
  return architecture + " still streams weights that no PE needs when it is done";
}

}  // namespace scnnsim
