// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/point_queue.h"

#include <algorithm>

namespace scnnsim {

void PointQueue::add(const PlannedPoint& point) {
  Group& group = waiting_[point.workload.get()];
  group.points.push_back(&point);
  group.cost += point.cost;
  cost_ += point.cost;
}

std::vector<const PlannedPoint*> PointQueue::next() {
  if (!retries_.empty()) {
    const PlannedPoint* point = retries_.front();
    retries_.pop_front();
    return {point};
  }
  const auto largest = std::max_element(waiting_.begin(), waiting_.end(), [](const auto& a, const auto& b) {
    return a.second.cost < b.second.cost;
  });
  Group& group = largest->second;
  const double enough = cost_ / (2 * jobs_);
  std::vector<const PlannedPoint*> batch;
  double cost = 0;
  do {
    const PlannedPoint* point = group.points.front();
    group.points.pop_front();
    batch.push_back(point);
    cost += point->cost;
  } while (!group.points.empty() && cost + group.points.front()->cost <= enough);
  group.cost -= cost;
  cost_ -= cost;
  if (group.points.empty()) waiting_.erase(largest);
  return batch;
}

}  // namespace scnnsim
