// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_queue.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/unit/sweep/test_support.h"
#include "traces/support/random_stream.h"

namespace scnnsim {
namespace {

TEST(JobQueue, the_family_with_most_to_do_per_worker_comes_first) {
  const SweepPlan plan = sweep_test::plan_of(
      sweep_test::small + "seed: [1, 2]\naxes: [{grid: {mapping.kc: {from: 1, to: 8, step: 1}}}]");
  std::vector<const Job*> jobs;
  for (const PlannedPoint& planned : plan.points) jobs.push_back(&planned.job);
  const std::string first = jobs[0]->source->family(), second = jobs[8]->source->family();
  ASSERT_NE(first, second);
  JobQueue queue(jobs);
  for (std::size_t job = 0; job < 13; ++job) queue.add(job);  // eight of one family, five of the other
  EXPECT_EQ(queue.busiest(), first);
  EXPECT_EQ(queue.take(first), 0u);
  EXPECT_EQ(queue.busiest(), second);
  for (std::size_t job = 8; job < 13; ++job) EXPECT_EQ(queue.take(second), job);
  EXPECT_FALSE(queue.has(second));
  queue.add_first(10);
  EXPECT_TRUE(queue.has(second));
  EXPECT_EQ(queue.busiest(), first);
  for (std::size_t job = 8; job < 13; ++job) queue.done(job);
  for (std::size_t job = 1; job < 8; ++job) EXPECT_EQ(queue.take(first), job);
  EXPECT_EQ(queue.busiest(), second);
  EXPECT_EQ(queue.take(second), 10u);
  EXPECT_TRUE(queue.empty());
}

// The definition, by looking at all families.
TEST(JobQueue, the_busiest_family_is_that_with_the_largest_cost_per_job_at_work) {
  const SweepPlan plan = sweep_test::plan_of(
      sweep_test::small + "seed: {from: 1, to: 12, step: 1}\naxes: [{grid: {mapping.kc: [1, 2, 4, 8]}}]");
  std::vector<const Job*> jobs;
  for (const PlannedPoint& planned : plan.points) jobs.push_back(&planned.job);
  JobQueue queue(jobs);
  std::map<std::string, std::pair<double, std::size_t>> waiting;  // cost, and how many
  std::map<std::string, unsigned> at_work;
  std::vector<std::size_t> outside, taken;
  for (std::size_t job = 0; job < jobs.size(); ++job) outside.push_back(job);
  const auto name_of = [&](std::size_t job) { return jobs[job]->source->family(); };
  RandomStream random(1, "", "");
  for (int step = 0; step < 2000; ++step) {
    std::vector<std::size_t>& from = random.below(2) == 0 ? outside : taken;
    if (!from.empty()) {
      std::swap(from[random.below(from.size())], from.back());
      const std::size_t job = from.back();
      from.pop_back();
      if (&from == &taken) {
        queue.done(job);
        --at_work[name_of(job)];
      }
      random.below(2) == 0 ? queue.add(job) : queue.add_first(job);
      auto& [cost, count] = waiting[name_of(job)];
      cost += jobs[job]->cost;
      ++count;
    }
    ASSERT_EQ(queue.empty(), waiting.empty());
    if (waiting.empty()) continue;
    std::string busiest;
    double most = -1;
    for (const auto& [name, family] : waiting)
      if (const double share = family.first / (1 + at_work[name]); share > most) most = share, busiest = name;
    ASSERT_EQ(queue.busiest(), busiest) << "step " << step;
    if (random.below(2) == 0) continue;
    const std::size_t job = queue.take(busiest);
    ASSERT_EQ(name_of(job), busiest);
    taken.push_back(job);
    ++at_work[busiest];
    auto& [cost, count] = waiting[busiest];
    cost -= jobs[job]->cost;
    if (--count == 0) waiting.erase(busiest);
  }
  EXPECT_GT(at_work.size(), 6u);
}

TEST(JobQueue, jobs_of_a_source_follow_each_other_in_their_order) {
  // Densities are the inner axis: sources alternate.
  const SweepPlan plan = sweep_test::plan_of(
      sweep_test::small + "axes: [{grid: {mapping.kc: [1, 2], weight_density: [0.2, 0.4]}}]");
  std::vector<const Job*> jobs;
  for (const PlannedPoint& planned : plan.points) jobs.push_back(&planned.job);
  JobQueue queue(jobs);
  for (std::size_t job = 0; job < 4; ++job) queue.add(job);
  const std::string family = queue.busiest();
  for (const std::size_t job : {0u, 2u}) EXPECT_EQ(queue.take(family), job);
  queue.add_first(2);
  for (const std::size_t job : {2u, 1u, 3u}) EXPECT_EQ(queue.take(family), job);
}

}  // namespace
}  // namespace scnnsim
