// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/layer/simulate_layer.h"
#include "sim/sweep/plan/sweep_plan.h"
#include "sim/sweep/run/sweep_run.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// What `scnnsim sweep FILE` was asked to do.
struct SweepCommandOptions {
  SweepFile sweep;
  std::string out;  ///< empty: only with dry_run
  bool dry_run = false;
  SimulationOptions simulation;  ///< of every point
  std::optional<Shard> shard;
  SweepOptions run;
  TableFormat format = TableFormat::text;  ///< of the points that a dry run lists
};

/// Reads the command line and the sweep file. Returns nothing when help was printed. Throws UserError.
std::optional<SweepCommandOptions> parse_sweep_options(const std::vector<std::string>& arguments);

}  // namespace scnnsim
