// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/reproduce/experiment.h"
#include "sim/reproduce/mao2017/equal_accuracy_table.h"

namespace scnnsim {
namespace {

/// Of a figure that is simulated with one seed only.
bool is_exempt(const PointTask& task) {
  const std::string& series = task.workload.series;
  return series.find("uniform") != std::string::npos || series.find("analytical") != std::string::npos;
}

TEST(Seeds, every_point_of_every_experiment_is_simulated_with_each) {
  Scope scope;
  scope.seeds = 3;
  for (const Experiment& experiment : experiments()) {
    PointPlan plan;
    for (const auto& group :
         experiment.groups(scope, PublishedData::load(experiment.name, experiment.folder)))
      group->add_points(plan);
    const auto of_seed = [&](std::uint64_t seed) {
      return std::count_if(plan.tasks().begin(), plan.tasks().end(), [seed](const PointTask& task) {
        return !is_exempt(task) && task.workload.generate.seed == seed;
      });
    };
    EXPECT_GT(of_seed(1), 0) << experiment.name;
    EXPECT_EQ(of_seed(2), of_seed(1)) << experiment.name;
    EXPECT_EQ(of_seed(3), of_seed(1)) << experiment.name;
  }
}

TEST(Seeds, equal_accuracy_shows_means_and_the_largest_spread) {
  mao2017::EqualAccuracyRow row{"Net", Granularity::vector, MergeMode::grain, 0.3};
  for (Measured& cost : row.costs) cost.by_seed = {1e6, 3e6};
  row.costs[static_cast<std::size_t>(mao2017::Cost::cycles)].by_seed = {1e6, 5e6};
  EXPECT_DOUBLE_EQ(row[mao2017::Cost::cycles], 3e6);
  EXPECT_DOUBLE_EQ(row.spread(), 4.0 / 3);
  const auto cells = mao2017::equal_accuracy_table({row}).rows.at(0).cells;
  EXPECT_EQ(cells.at(7), "3,000 *");  // k cycles, lowest of the network
  EXPECT_EQ(cells.at(8), "2 *");      // uJ
  EXPECT_EQ(cells.back(), 4.0 / 3);
}

}  // namespace
}  // namespace scnnsim
