// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <optional>

#include "sim/jobs/job_batch.h"
#include "sim/sweep/plan/sweep_plan.h"
#include "sim/sweep/store/store_writer.h"

namespace scnnsim {

struct SweepOptions {
  unsigned jobs = 1;                     ///< points simulated at once; no result depends on it
  bool retry_failed = false;             ///< also points that failed in an earlier run
  std::optional<double> timeout;         ///< seconds that one point may take
  std::FILE* progress = nullptr;         ///< where to report; null: nowhere
  PrepareLayer prepare = prepare_layer;  ///< another one: for tests
  JobClock clock = steady_seconds;       ///< likewise
};

/// Runs the plan's points that the store has no result of. Each result is committed as it arrives. A point
/// that fails is tried once more. Throws Interrupted, and UserError when the store cannot be written.
void run_sweep(const SweepPlan& plan, StoreWriter& store, const SweepOptions& options);

}  // namespace scnnsim
