// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>

#include "models/energy/energy_table.h"
#include "sim/layer/simulate_layer.h"
#include "sim/reproduce/point_store.h"
#include "sim/reproduce/points.h"

namespace scnnsim {

struct PointOptions {
  unsigned jobs = 1;              ///< points simulated at once; no result depends on it
  SimulationOptions simulation;   ///< of every point
  std::FILE* progress = nullptr;  ///< where to report; null: nowhere
  PointStore* store =
      nullptr;  ///< has points that need not be simulated again, and keeps the others; or null
};

/// Simulates the points of a plan; see run_jobs. Throws SimulationError, naming the point, also when outputs
/// are wrong.
Points run_points(const PointPlan& plan, const EnergyTable& table, const PointOptions& options);

}  // namespace scnnsim
