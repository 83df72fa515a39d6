// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_queue.h"

#include <algorithm>

namespace scnnsim {

/// Counts the job; returns where it is to wait.
std::deque<std::size_t>& JobQueue::enter(std::size_t job) {
  const auto at = waiting_.try_emplace(family_of(job)).first;
  Family& family = at->second;
  family.cost += jobs_[job]->cost;
  ++family.waiting;
  rank(at);
  const auto [found, is_new] = family.place.emplace(jobs_[job]->source.get(), family.by_source.size());
  if (is_new) family.by_source.emplace_back();
  family.first = std::min(family.first, found->second);
  return family.by_source[found->second];
}

void JobQueue::rank(FamilyAt at) {
  auto& [name, family] = *at;
  if (family.rank) ranks_.erase({*family.rank, name});
  const auto found = at_work_.find(name);
  const std::size_t at_work = found == at_work_.end() ? 0 : found->second;
  family.rank = -family.cost / static_cast<double>(1 + at_work);
  ranks_.emplace(*family.rank, name);
}

void JobQueue::add(std::size_t job) {
  enter(job).push_back(job);
}

void JobQueue::add_first(std::size_t job) {
  enter(job).push_front(job);
}

std::size_t JobQueue::take(const std::string& name) {
  const auto at = waiting_.find(name);
  Family& family = at->second;
  while (family.by_source[family.first].empty()) ++family.first;
  std::deque<std::size_t>& jobs = family.by_source[family.first];
  const std::size_t job = jobs.front();
  jobs.pop_front();
  family.cost -= jobs_[job]->cost;
  ++at_work_[name];
  rank(at);
  if (--family.waiting > 0) return job;
  ranks_.erase({*family.rank, name});
  waiting_.erase(at);
  return job;
}

void JobQueue::done(std::size_t job) {
  const std::string& name = family_of(job);
  --at_work_[name];
  if (const auto at = waiting_.find(name); at != waiting_.end()) rank(at);
}

}  // namespace scnnsim
