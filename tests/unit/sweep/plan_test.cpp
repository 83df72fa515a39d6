// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/sweep/test_support.h"

namespace scnnsim {
namespace {

using sweep_test::expect_refused;
using sweep_test::expect_says;
using sweep_test::plan_of;
using sweep_test::small;
using sweep_test::values_of;

using Values = std::vector<std::string>;

TEST(SweepPlan, without_axes_there_is_one_point) {
  EXPECT_EQ(plan_of(small).points.size(), 1u);
}

TEST(SweepPlan, a_grid_has_every_combination_the_last_axis_fastest) {
  EXPECT_EQ(values_of("axes: [{grid: {pe_array.rows: [2, 4], pe_array.columns: [8, 4]}}]"),
            (Values{"2 8", "2 4", "4 8", "4 4"}));
}

TEST(SweepPlan, names_of_a_zip_change_together) {
  EXPECT_EQ(values_of("axes: [{zip: {pe_array.rows: [2, 4], pe_array.columns: [8, 4]}}]"),
            (Values{"2 8", "4 4"}));
}

TEST(SweepPlan, a_list_names_points_one_by_one) {
  const SweepPlan plan =
      plan_of(small + "axes: [{list: [{mapping.kc: 4}, {mapping.kc: 16, dram.bandwidth: 10}]}]");
  ASSERT_EQ(values_of(plan), (Values{"4", "16 10"}));
  EXPECT_EQ(plan.points[0].job.config.dram.bandwidth, 50);
  EXPECT_EQ(plan.points[1].job.config.dram.bandwidth, 10);
}

TEST(SweepPlan, ranges_hold_both_ends) {
  EXPECT_EQ(values_of("axes: [{grid: {dram.bandwidth: {from: 0.1, to: 0.5, step: 0.2}}}]"),
            (Values{"0.1", "0.3", "0.5"}));
  EXPECT_EQ(values_of("axes: [{grid: {weight_fifo.entries: {from: 4, to: 33, factor: 2}}}]"),
            (Values{"4", "8", "16", "32"}));
}

TEST(SweepPlan, several_values_of_a_top_level_key_are_the_outermost_axis) {
  EXPECT_EQ(values_of("axes: [{grid: {mapping.kc: [4, 8]}}]\nseed: {from: 1, to: 2, step: 1}"),
            (Values{"1 4", "1 8", "2 4", "2 8"}));
}

TEST(SweepPlan, constraints_leave_combinations_out) {
  const SweepPlan plan = plan_of(small +
                                 "axes: [{grid: {pe_array.rows: [2, 4, 8], accumulator.bank_hash: [linear, "
                                 "xor]}}]\nconstraints: ['pe_array.rows * pe_array.columns <= 32', "
                                 "'accumulator.bank_hash != xor || pe_array.rows == 4']");
  EXPECT_EQ(values_of(plan), (Values{"2 linear", "4 linear", "4 xor"}));
  EXPECT_EQ(plan.excluded, 3u);
}

TEST(SweepPlan, points_that_resolve_to_the_same_are_one) {
  const SweepPlan plan = plan_of(small + "axes: [{list: [{mapping.kc: 8}, {dram.bandwidth: 50}]}]");
  EXPECT_EQ(plan.points.size(), 1u);
  EXPECT_EQ(plan.duplicates, 1u);
}

TEST(SweepPlan, keys_that_contradict_each_other_make_an_invalid_point) {
  const SweepPlan plan =
      plan_of(small + "set: {accumulator.bank_hash: xor}\naxes: [{grid: {accumulator.banks: [24, 32]}}]");
  EXPECT_EQ(plan.points[0].point.status, PointStatus::invalid);
  expect_says(plan.points[0].point.reason, {"needs a power of two"});
  EXPECT_EQ(plan.points[1].point.status, PointStatus::pending);
}

TEST(SweepPlan, a_key_depends_on_all_that_a_result_depends_on) {
  const auto key = [](const std::string& text) { return plan_of(text).points.front().point.key; };
  const std::string base = key(small);
  EXPECT_EQ(key(small + "set: {mapping.kc: 8}"), base);
  EXPECT_NE(key(small + "set: {mapping.kc: 4}"), base);
  EXPECT_NE(key(small + "seed: 2"), base);
  EXPECT_NE(key(small + "density: 0.5"), base);
  EXPECT_NE(key(small + "architecture: dcnn"), base);
  EXPECT_NE(key(small + "set: {energy.table: 45nm}"), base);
  EXPECT_NE(key("network: alexnet\nlayers: [conv3]\ngranularity: element\nvalues: off"), base);
  EXPECT_NE(key("network: alexnet\nlayers: [conv3, conv4]\ngranularity: element"), base);
}

TEST(SweepPlan, mistakes_in_axes_name_place_and_nearest_name) {
  expect_refused(small + "axes: [{grid: {pe_array.row: [1]}}]", {"sweep.yaml:5", "did you mean \"rows\"?"});
  expect_refused(small + "axes: [{grid: {granularty: [1]}}]",
                 {"unknown axis \"granularty\"", "did you mean \"granularity\"?"});
  expect_refused(small + "axes: [{grid: {pe_array.rows: [0]}}]",
                 {"sweep.yaml:5: pe_array.rows: got 0, expected an integer in 1 ... 64"});
  expect_refused(small + "axes: {mapping.kc: [4]}", {"axes: expected a list of blocks, each `- grid:`"});
  expect_refused(small + "axes: [{gird: {}}]", {"did you mean \"grid\"?"});
  expect_refused(small + "axes: [{grid: {}}]", {"is empty"});
  expect_refused(small + "axes: [{grid: {mapping.kc: []}}]", {"got an empty list"});
  expect_refused(small + "axes: [{list: []}]", {"got an empty list"});
  expect_refused(small + "axes: [{zip: {mapping.kc: [1, 2], pe_array.rows: [1]}}]",
                 {"got 1 value, expected 2, as many as mapping.kc"});
  expect_refused(small + "axes: [{grid: {mapping.kc: [1]}}, {grid: {mapping.kc: [2]}}]",
                 {"set by another axis already"});
  expect_refused(small + "set: {mapping.kc: 1}\naxes: [{grid: {mapping.kc: [2]}}]",
                 {"sweep.yaml:5: set.mapping.kc", "is also an axis"});
}

TEST(SweepPlan, mistakes_in_ranges_are_told) {
  const auto of = [](const std::string& range) {
    return small + "axes: [{grid: {dram.bandwidth: " + range + "}}]";
  };
  expect_refused(of("{from: 2, to: 1, step: 1}"), {"expected at least from = 2"});
  expect_refused(of("{from: 1, to: 2}"), {"either step (linear) or factor"});
  expect_refused(of("{from: 1, to: 2, step: 0}"), {"got 0, expected a number above 0"});
  expect_refused(of("{from: 1, to: 2, factor: 1}"), {"got 1, expected a number above 1"});
  expect_refused(of("{from: 0, to: 2, factor: 2}"), {"got 0, expected a number above 0"});
  expect_refused(of("{from: 1, to: 2, step: 1e-9}"), {"expected at most 1000000"});
}

TEST(SweepPlan, what_is_simulated_must_be_said) {
  expect_refused("values: off", {"names neither a trace nor a network"});
  expect_refused("trace: x\nseed: 1", {"has its tensors"});
  expect_refused("network: alexnet\nlayers: []\ngranularity: element", {"sweep.yaml:2", "names no layer"});
  expect_refused("network: alexnet\nlayers: [conv9]\ngranularity: element", {"unknown layer \"conv9\""});
  expect_refused("network: resnet50\ngranularity: element", {"gives no weight_density"});
}

TEST(SweepPlan, mistakes_in_what_is_simulated_name_the_line) {
  expect_refused("values: off\ntrace: /nonexistent",
                 {"sweep.yaml:2: trace: trace /nonexistent: does not exist"});
  expect_refused("values: off\nnetwork: alexnett",
                 {"sweep.yaml:2: network: unknown network \"alexnett\"", "did you mean \"alexnet\"?"});
  expect_refused(small + "config: scn", {"sweep.yaml:5: config: ", "\"scn\""});
  expect_refused("axes:\n  - grid:\n      network: [alexnett]", {"sweep.yaml:3: network: unknown network"});
}

TEST(SweepPlan, mistakes_in_densities_speak_of_keys) {
  try {
    plan_of("network: alexnet\nweight_density: 0.5");
    FAIL();
  } catch (const UserError& error) {
    expect_says(error.what(), {"weight_density: got 0.5, expected 1 or nothing with granularity none"});
    EXPECT_EQ(std::string(error.what()).find("--"), std::string::npos) << error.what();
  }
}

TEST(SweepPlan, parameters_of_activation_patterns_are_settings_and_axes) {
  const SweepPlan plan = plan_of(small +
                                 "activation_pattern: correlated\nborder: 0.2\naxes: [{grid: {shared: [0, "
                                 "0.05], spectrum: [0.9, 1]}}]");
  ASSERT_EQ(values_of(plan), (Values{"0 0.9", "0 1", "0.05 0.9", "0.05 1"}));
  for (std::size_t i = 1; i < 4; ++i) EXPECT_NE(plan.points[i].point.key, plan.points[0].point.key);
  expect_refused(small + "shared: 1.5", {"sweep.yaml:5: shared: got 1.5, expected a number in 0 ... 1"});
  expect_refused(small + "activation_pattern: corelated",
                 {"activation_pattern", "did you mean \"correlated\"?"});
}

TEST(SweepPlan, densities_given_twice_are_refused) {
  const std::vector<std::string> parts{"density and weight_density are both given"};
  expect_refused(small + "density: 0.5\nweight_density: 0.4", parts);
  expect_refused(small + "density: 0.5\naxes: [{grid: {weight_density: [0.4]}}]", parts);
  expect_refused(small + "weight_density: 0.5\naxes: [{grid: {density: [0.4]}}]", parts);
  expect_refused(small + "axes: [{grid: {density: [0.4], weight_density: [0.3]}}]", parts);
  expect_refused(small + "density: [0.5, 0.6]\nactivation_density: 1",
                 {"sweep.yaml:6: activation_density: density and activation_density are both given"});
}

}  // namespace
}  // namespace scnnsim
