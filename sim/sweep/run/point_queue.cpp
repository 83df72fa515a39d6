// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/run/point_queue.h"

namespace scnnsim {

void PointQueue::add(const PlannedPoint& point) {
  Group& group = waiting_[point.workload.get()];
  group.points.push_back(&point);
  group.cost += point.cost;
}

void PointQueue::add_first(const PlannedPoint& point) {
  Group& group = waiting_[point.workload.get()];
  group.points.push_front(&point);
  group.cost += point.cost;
}

const Workload& PointQueue::join() {
  const Workload* best = nullptr;
  double most = -1;
  for (const auto& [workload, group] : waiting_) {
    const double share = group.cost / (1 + workers_[workload]);
    if (share <= most) continue;
    most = share;
    best = workload;
  }
  ++workers_[best];
  return *best;
}

const PlannedPoint* PointQueue::take(const Workload& workload) {
  const auto found = waiting_.find(&workload);
  if (found == waiting_.end()) return nullptr;
  Group& group = found->second;
  const PlannedPoint* point = group.points.front();
  group.points.pop_front();
  group.cost -= point->cost;
  if (group.points.empty()) waiting_.erase(found);
  return point;
}

std::size_t PointQueue::waiting(const Workload& workload) const {
  const auto found = waiting_.find(&workload);
  return found == waiting_.end() ? 0 : found->second.points.size();
}

}  // namespace scnnsim
