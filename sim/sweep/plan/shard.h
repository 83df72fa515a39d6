// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/sweep/plan/sweep_plan.h"

namespace scnnsim {

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
