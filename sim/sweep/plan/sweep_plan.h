// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/jobs/job.h"
#include "sim/layer/simulate_layer.h"
#include "sim/sweep/plan/sweep_file.h"
#include "sim/sweep/store/store_writer.h"

namespace scnnsim {

/// A resolved point: everything that its simulation needs. Points share what they have in common.
struct PlannedPoint {
  SweepPoint point;  ///< status: pending; or invalid with its reason, where keys contradict each other
  Job job;
};

/// A sweep's points, in an order that the file alone determines: axes nest in its order, the last one
/// innermost.
struct SweepPlan {
  std::vector<PlannedPoint> points;
  std::vector<std::string> axis_names;
  std::string sweep_text;        ///< see SweepFile::text
  std::string config;            ///< YAML of the configuration before the axes
  std::uint64_t excluded = 0;    ///< combinations that a constraint excludes
  std::uint64_t duplicates = 0;  ///< that resolve to a point that is there already
  std::uint64_t points_in_all = 0;
  std::string checksum;  ///< of all keys, also of points that are left to other shards

  StoredPlan stored() const;
};

/// Resolves the points of a sweep. `verify`: compare outputs with the reference, where values are computed.
/// Throws UserError, also when constraints leave none or there are more than most_points.
SweepPlan make_plan(const SweepFile& sweep, const SimulationOptions& options = {});

/// Part `index` of `count`, from 1.
struct Shard {
  std::uint64_t index = 1, count = 1;

  /// Reads "i/n". Throws UserError.
  static Shard parse(const std::string& text, const std::string& where);
};

/// Keeps the points of one shard, with their numbers. The plan alone determines the shards: points are dealt
/// out from the costliest down, each to the shard with the least cost so far.
void keep_shard(SweepPlan& plan, const Shard& shard);

}  // namespace scnnsim
