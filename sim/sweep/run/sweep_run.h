// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <optional>

#include "sim/sweep/plan/sweep_plan.h"
#include "sim/sweep/run/point_worker.h"
#include "sim/sweep/store/store_writer.h"

namespace scnnsim {

struct SweepOptions {
  unsigned jobs = 1;              ///< worker processes at once; no result depends on it
  bool verify = true;             ///< compare outputs with the reference, where values are computed
  bool retry_failed = false;      ///< also points that failed in an earlier run
  std::optional<double> timeout;  ///< seconds that one point may take
  std::FILE* progress = nullptr;  ///< where to report; null: nowhere
  SimulateLayer simulate = simulate_point_layer;  ///< another one: for tests
};

/// How many points of the plan there are by status.
struct SweepCounts {
  std::size_t done = 0, failed = 0, invalid = 0, pending = 0;
};

/// Runs the plan's points that the store has no result of. Each result is committed as it arrives. A point
/// that fails is tried once more. Throws Interrupted, and UserError when the store cannot be written.
void run_sweep(const SweepPlan& plan, StoreWriter& store, const SweepOptions& options);

SweepCounts count_points(const SweepPlan& plan, const StoreWriter& store);

}  // namespace scnnsim
