// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "models/common/machine_config.h"
#include "sim/layer/layer_result.h"

namespace scnnsim {

/// A layer in the roofline model (Williams et al. 2009): multiplies per cycle over multiplies per DRAM byte.
struct RooflinePoint {
  double per_byte, per_cycle;
};

/// Nothing for a layer without products or without DRAM traffic.
std::optional<RooflinePoint> roofline_point(const LayerResult& layer);

/// What no layer of a machine exceeds, if it waits for all that it asks of DRAM.
struct Roofs {
  double multiplies_per_cycle;  ///< all multipliers
  double bytes_per_cycle;       ///< the whole DRAM bandwidth, at the machine's clock

  /// Multiplies per byte at which both limit alike.
  double ridge() const { return multiplies_per_cycle / bytes_per_cycle; }
};

Roofs roofs_of(const LayerResult& layer, const MachineConfig& config);

/// Whether the layer lies above the roof of the DRAM's bandwidth: its bytes would take longer than it does.
bool is_above_bandwidth(const RooflinePoint& point, const Roofs& roofs);

/// Why layers of a machine may lie above that roof: "scnn_oracle does not wait for DRAM".
std::string why_above_bandwidth(const std::string& architecture);

}  // namespace scnnsim
