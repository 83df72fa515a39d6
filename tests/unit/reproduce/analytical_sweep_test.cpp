// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim {
namespace {

PointPlan analytical_plan(const Scope& scope) {
  PointPlan plan;
  scnn2017::analytical_sweep_figures(scope)->add_points(plan);
  return plan;
}

TEST(AnalyticalSweep, nothing_waits_on_its_machines) {
  const PointPlan plan = analytical_plan({});
  for (const PointTask& task : plan.tasks())
    for (const Machine& machine : task.machines) {
      EXPECT_TRUE(machine.config.mapping.kc.is(KcRule::automatic));
      EXPECT_EQ(machine.config.scatter.policy, ScatterPolicy::ideal);
      EXPECT_GE(machine.config.weight_fifo.entries, 4096u);
      EXPECT_GE(machine.config.dram.bandwidth, 5000);
    }
}

TEST(AnalyticalSweep, activations_are_clustered_and_have_one_seed_whatever_the_scope) {
  Scope scope = Scope().beside("correlated");
  scope.seeds = 5;
  const PointPlan plan = analytical_plan(scope);
  std::set<std::string> series;
  for (const PointTask& task : plan.tasks()) {
    EXPECT_EQ(task.workload.generate.activation_pattern, "clustered");
    EXPECT_EQ(task.workload.generate.seed, 1u);
    series.insert(task.workload.series);
  }
  EXPECT_EQ(series.size(), 10u) << "densities 0.1 ... 1.0";
}

TEST(AnalyticalSweep, shares_no_point_with_the_sweep_on_the_machine_of_figure_10) {
  PointPlan plan;
  scnn2017::sweep_figures({})->add_points(plan);
  const std::size_t points = plan.points();
  PointPlan both = plan;
  scnn2017::analytical_sweep_figures({})->add_points(both);
  EXPECT_EQ(both.points(), points + analytical_plan({}).points());
}

}  // namespace
}  // namespace scnnsim
