// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/sweep_point.h"

namespace scnnsim {

struct Sweep {
  std::vector<std::string> axes;
  std::vector<SweepPoint> points;
};

/// The points of the store at the only place that meet all conditions ("AXIS=VALUE"). Throws UserError for
/// several places, as SweepStore and select_points() do, and for a store without points.
Sweep read_sweep(const std::vector<std::string>& places, const std::vector<std::string>& conditions);

}  // namespace scnnsim
