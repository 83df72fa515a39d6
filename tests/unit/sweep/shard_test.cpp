// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/sweep/plan/sweep_estimate.h"
#include "tests/unit/sweep/test_support.h"

namespace scnnsim {
namespace {

using sweep_test::plan_of;
using sweep_test::small;

TEST(SweepShard, shards_part_the_points_and_keep_their_numbers) {
  const std::string text = small + "axes: [{grid: {mapping.kc: {from: 1, to: 10, step: 1}}}]";
  std::vector<int> seen(10, 0);
  for (std::uint64_t shard = 1; shard <= 3; ++shard) {
    SweepPlan plan = plan_of(text);
    const SweepPlan whole = plan_of(text);
    keep_shard(plan, {shard, 3});
    EXPECT_GE(plan.points.size(), 3u);
    EXPECT_LE(plan.points.size(), 4u);
    EXPECT_EQ(plan.stored().checksum, whole.stored().checksum);
    EXPECT_EQ(plan.points_in_all, 10u);
    for (const PlannedPoint& point : plan.points) {
      ++seen[point.point.number - 1];
      EXPECT_EQ(point.point.key, whole.points[point.point.number - 1].point.key);
    }
  }
  EXPECT_EQ(seen, std::vector<int>(10, 1));
}

TEST(SweepShard, shards_are_balanced_by_cost) {
  SweepPlan plan = plan_of(small + "axes: [{grid: {mapping.kc: [1, 2, 3, 4]}}]");
  const double costs[] = {1, 1, 1, 3};
  for (std::size_t i = 0; i < 4; ++i) plan.points[i].job.cost = costs[i];
  keep_shard(plan, {1, 2});
  ASSERT_EQ(plan.points.size(), 1u);
  EXPECT_EQ(plan.points[0].point.number, 4u);
}

TEST(SweepShard, dense_machines_are_counted_as_the_little_work_they_are) {
  const std::string text = small + "architecture: [dcnn, dcnn_opt, scnn, scnn_oracle]\nseed: [1, 2]";
  const SweepPlan whole = plan_of(text);
  EXPECT_LT(whole.points[0].job.cost, whole.points[2].job.cost / 10);
  EXPECT_EQ(whole.points[2].job.cost, whole.points[3].job.cost);
  for (std::uint64_t shard = 1; shard <= 2; ++shard) {
    SweepPlan plan = plan_of(text);
    keep_shard(plan, {shard, 2});
    EXPECT_EQ(std::count_if(plan.points.begin(), plan.points.end(),
                            [](const PlannedPoint& point) {
                              return point.job.architecture->name.rfind("scnn", 0) == 0;
                            }),
              2)
        << shard;
  }
}

TEST(SweepEstimate, is_not_below_the_longest_point) {
  EXPECT_DOUBLE_EQ(estimate_seconds({100}, 10, 2), 10);
  EXPECT_DOUBLE_EQ(estimate_seconds({100, 100, 100, 100}, 10, 2), 20);
  EXPECT_DOUBLE_EQ(estimate_seconds({}, 10, 2), 0);
}

TEST(SweepEstimate, durations_carry_what_is_rounded_up) {
  EXPECT_EQ(duration_text(0.25), "0.2 s");
  EXPECT_EQ(duration_text(59.94), "59.9 s");
  EXPECT_EQ(duration_text(59.96), "1 min 0 s");
  EXPECT_EQ(duration_text(119.7), "2 min 0 s");
  EXPECT_EQ(duration_text(200), "3 min 20 s");
  EXPECT_EQ(duration_text(3599.7), "1 h 0 min");
  EXPECT_EQ(duration_text(7199), "2 h 0 min");
  EXPECT_EQ(duration_text(7500), "2 h 5 min");
}

TEST(SweepShard, texts_that_are_no_shard_are_refused) {
  EXPECT_EQ(Shard::parse("2/3", "x").index, 2u);
  for (const char* text : {"", "1", "0/2", "3/2", "1/0", "a/2", "1/2/3", "1/-2"})
    EXPECT_THROW(Shard::parse(text, "x"), UserError) << text;
}

}  // namespace
}  // namespace scnnsim
