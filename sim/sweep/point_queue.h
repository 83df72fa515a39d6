// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "sim/sweep/sweep_plan.h"

namespace scnnsim {

/// Points that wait, handed out in batches that share a workload, so that its tensors are made once per
/// batch. Batches are large while there is much to do, and small at the end, so that all workers end
/// together.
class PointQueue {
 public:
  explicit PointQueue(unsigned jobs) : jobs_(jobs) {}

  void add(const PlannedPoint& point);
  /// To be run by itself, and before others.
  void add_retry(const PlannedPoint& point) { retries_.push_back(&point); }
  bool empty() const { return waiting_.empty() && retries_.empty(); }
  /// The next points, in order: at least one, if not empty.
  std::vector<const PlannedPoint*> next();

 private:
  struct Group {
    std::deque<const PlannedPoint*> points;
    double cost = 0;
  };

  unsigned jobs_;
  double cost_ = 0;
  std::map<const Workload*, Group> waiting_;
  std::deque<const PlannedPoint*> retries_;
};

}  // namespace scnnsim
