// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>

#include "sim/sweep/plan/sweep_plan.h"

namespace scnnsim {

/// Points that wait, by the workload that they share: a worker stays with one, whose tensors it makes once.
class PointQueue {
 public:
  void add(const PlannedPoint& point);
  /// To come before the others of its workload.
  void add_first(const PlannedPoint& point);
  bool empty() const { return waiting_.empty(); }

  /// For a worker that has none: the workload with most to do per worker that it would then have. Counts the
  /// worker as its own until leave().
  const Workload& join();
  void leave(const Workload& workload) { --workers_[&workload]; }
  /// The next point of a workload, or nullptr.
  const PlannedPoint* take(const Workload& workload);
  std::size_t waiting(const Workload& workload) const;

 private:
  struct Group {
    std::deque<const PlannedPoint*> points;
    double cost = 0;
  };

  std::map<const Workload*, Group> waiting_;  ///< none of them empty
  std::map<const Workload*, unsigned> workers_;
};

}  // namespace scnnsim
