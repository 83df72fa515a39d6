// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_queue.h"

#include <algorithm>

namespace scnnsim {

/// Counts the job; returns where it is to wait.
std::deque<std::size_t>& JobQueue::enter(std::size_t job) {
  Family& family = waiting_[family_of(job)];
  family.cost += jobs_[job]->cost;
  ++family.waiting;
  const auto [found, is_new] = family.place.emplace(jobs_[job]->source.get(), family.by_source.size());
  if (is_new) family.by_source.emplace_back();
  family.first = std::min(family.first, found->second);
  return family.by_source[found->second];
}

void JobQueue::add(std::size_t job) {
  enter(job).push_back(job);
}

void JobQueue::add_first(std::size_t job) {
  enter(job).push_front(job);
}

const std::string& JobQueue::busiest() const {
  const std::string* best = nullptr;
  double most = -1;
  for (const auto& [name, family] : waiting_) {
    const auto found = at_work_.find(name);
    const double share = family.cost / static_cast<double>(1 + (found == at_work_.end() ? 0 : found->second));
    if (share <= most) continue;
    most = share;
    best = &name;
  }
  return *best;
}

std::size_t JobQueue::take(const std::string& name) {
  const auto found = waiting_.find(name);
  Family& family = found->second;
  while (family.by_source[family.first].empty()) ++family.first;
  std::deque<std::size_t>& jobs = family.by_source[family.first];
  const std::size_t job = jobs.front();
  jobs.pop_front();
  family.cost -= jobs_[job]->cost;
  ++at_work_[name];
  if (--family.waiting == 0) waiting_.erase(found);
  return job;
}

}  // namespace scnnsim
