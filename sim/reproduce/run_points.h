// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>

#include "models/energy/energy_table.h"
#include "sim/reproduce/points.h"

namespace scnnsim {

struct PointOptions {
  unsigned jobs = 1;  ///< worker processes at once; no result depends on it
  bool verify = true;
  std::FILE* progress = nullptr;  ///< where to report; null: nowhere
};

/// Generates each workload in a worker process of its own and simulates it there on its machines, one more
/// process each. Throws SimulationError, naming the point, also when outputs are wrong.
Points run_points(const PointPlan& plan, const EnergyTable& table, const PointOptions& options);

}  // namespace scnnsim
