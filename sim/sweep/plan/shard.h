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

/// Leaves the points of one shard in the plan, with their numbers. Which these are follows from the plan
/// alone: the costliest point goes first, each to the shard that has least to do so far.
void keep_shard(SweepPlan& plan, const Shard& shard);

}  // namespace scnnsim
