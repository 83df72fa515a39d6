// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_queue.h"

#include <gtest/gtest.h>

#include "tests/unit/sweep/test_support.h"

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
