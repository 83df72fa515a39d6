// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/sweep/plan/sweep_estimate.h"
#include "tests/unit/sweep/test_support.h"
#include "traces/support/files.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

using sweep_test::expect_refused;
using sweep_test::expect_says;
using sweep_test::plan_of;
using sweep_test::ScratchFolder;
using sweep_test::small;

/// The values of a plan's points, "4 8", one per point.
std::vector<std::string> values_of(const SweepPlan& plan) {
  std::vector<std::string> values;
  for (const PlannedPoint& point : plan.points) {
    std::string text;
    for (const auto& axis : point.point.axes) text += (text.empty() ? "" : " ") + axis.second;
    values.push_back(text);
  }
  return values;
}

std::vector<std::string> values_of(const std::string& axes) {
  return values_of(plan_of(small + axes));
}

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

std::string constrained(const std::string& constraint) {
  return small + "constraints: ['" + constraint + "']";
}

TEST(SweepPlan, mistakes_in_constraints_are_told) {
  const auto& of = constrained;
  expect_refused(
      of("pe_array.rows == 9"),
      {"the constraints leave no point of 1 combination, expected one that fulfils \"pe_array.rows == 9\""});
  expect_refused(of("pe_arry.rows == 8"), {"did you mean \"pe_array.rows\"?"});
  expect_refused(of("pe_array.rows = 8"), {"expected =="});
  expect_refused(of("pe_array.rows =="), {"expected an expression: Unexpected end of expression"});
  for (const char* wrong : {"", "(", "pe_array.rows == 8)", "1 2", "2pe_array.rows == 16", "max(1,) == 1",
                            "sqrt(1, 2) == 1", "sqrt() == 1", "0x10 == 16", "&& 1 == 1"})
    expect_refused(of(wrong), {"expected an expression: "});
  expect_refused(of("root(4) == 2"), {"root"});
  expect_refused(of("max() == 1"), {"has no result: max has no arguments"});
  expect_refused(of("5i == 3"), {"not a real number"});
  EXPECT_NO_THROW(plan_of(of("pe_array.rows >= 8 && pe_array.rows % 8 == 0 && !(mapping.kc == 1)")));
}

TEST(SweepPlan, constraints_compute_as_one_expects) {
  for (const char* holds :
       {"-2 ^ 2 == -4",
        "2 ^ 3 ^ 2 == 512",
        "2 ^ -1 == 0.5",
        "2 * -3 == -6",
        "1 - -1 == 2",
        "7 % 4 == 3",
        "1 + 2 * 3 == 7",
        "(1 + 2) * 3 == 9",
        "8 / 4 / 2 == 1",
        "1e3 == 1000",
        "0.5 == .5",
        "1 == 2 || 2 == 2 && 1 == 1",
        "!(1 == 2) && 3 >= 3 && 3 <= 3 && 2 > 1 && 1 < 2",
        "2 + 2 != 5",
        "min(3, 2, 4) == 2 && max(3, 2, 4) == 4 && sum(1, 2, 3) == 6 && avg(1, 3) == 2",
        "log2(8) == 3 && log10(100) == 2 && ln(1) == 0 && log(1) == 0 && exp(0) == 1 && sqrt(9) == 3",
        "rint(2.6) == 3 && abs(-2) == 2 && sign(-3) == -1 && sin(0) == 0 && cos(0) == 1 && tan(0) == 0",
        "(1 < 2) == (2 < 3)",
        "max(1 < 2, 3 < 2) >= 1",
        "xor == xor",
        "xor != linear",
        "weight_density != 0.5"})
    EXPECT_NO_THROW(plan_of(constrained(holds))) << holds;
  EXPECT_NO_THROW(plan_of(small + "constraints:\n  - |\n    1 == 1\n      && 2 == 2\n"));
}

TEST(SweepPlan, constraints_that_mean_something_else_than_they_say_are_refused) {
  const auto& of = constrained;
  for (const char* chain : {"1 < mapping.kc < 3", "1 == 1 == 1", "(1 < 2 <= 3)", "max(1 < 2 != 0, 1)"})
    expect_refused(of(chain), {"sweep.yaml:5: constraints[0]: got", chain, "one comparison at a time"});
  for (const char* comma : {"mapping.kc > 1, mapping.kc < 3", "(1, 2) > 1"})
    expect_refused(of(comma), {comma, "expected an expression: Unexpected comma"});
  expect_refused(of("mapping.kc > 1 ? 1 : 0"), {"with a ?, expected names, numbers, functions", "&& || !"});
  for (const char* foreign :
       {"mapping.kc[0] == 8", "{1, 2} == 3", "mapping.kc == 8 # or so", "xor == \"xor\""})
    expect_refused(of(foreign), {"expected names, numbers, functions"});
  for (const char* number :
       {"mapping.kc", "mapping.kc - 8", "1 && mapping.kc == 8", "mapping.kc == 8 && 1", "!0"})
    expect_refused(of(number), {"a number is no condition; compare it"});
}

TEST(SweepPlan, constraints_without_a_result_name_the_values) {
  const auto of = [](const std::string& constraint) {
    return small + "set: {accumulator.banks: 32}\nconstraints: ['" + constraint + "']";
  };
  const std::string texts = "texts can only be compared, with == and !=";
  for (const char* wrong : {"accumulator.bank_hash > 1", "accumulator.bank_hash + 1 > 0", "-xor < 0",
                            "accumulator.bank_hash", "!xor", "xor && 1", "abs(linear) > 0", "max(1, xor) > 0",
                            "weight_density > 0.5", "accumulator.bank_hash ^ 2 != 3"})
    expect_refused(of(wrong), {"sweep.yaml:6: constraints[0]: got", wrong, texts});
  expect_refused(of("weight_density < accumulator.banks"),
                 {"which has no result for accumulator.banks = 32, weight_density = published"});
  expect_refused(of("1 / (accumulator.banks - 32) > 1"), {"for accumulator.banks = 32: a division by zero"});
  expect_refused(of("7 % (accumulator.banks - 32) == 7"), {"a remainder of a division by zero"});
  expect_refused(of("1 / (1 / (accumulator.banks - 32)) == 0"), {"a division by zero"});
  expect_refused(of("sqrt(0 - accumulator.banks) != 1"), {"has no value there"});
  expect_refused(of("10 ^ (20 * accumulator.banks) > 1"), {"infinite, or too large"});
  expect_refused(of("1 / 0 || 1"), {"has no result: a division by zero"});
}

TEST(SweepPlan, what_the_left_side_decides_needs_no_right_side) {
  const auto& of = constrained;
  EXPECT_NO_THROW(plan_of(of("weight_density == published || weight_density > 0.5")));
  EXPECT_NO_THROW(plan_of(of("!(mapping.kc != 8 && 1 / (mapping.kc - 8) > 2)")));
  expect_refused(of("mapping.kc != 8 || weight_density > 0.5"), {"texts can only be compared"});
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

TEST(SweepPlan, constraints_may_compare_parameters_of_patterns) {
  EXPECT_EQ(values_of("activation_pattern: correlated\nconstraints: [border > 0.1, spectrum == 0.9]\n"
                      "axes: [{grid: {border: [0.1, 0.2]}}]"),
            Values{"0.2"});
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

/// Writes sweep files, and reads the copies that are kept of them.
class SweepCopy : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_.path() / "sweeps");
    write_file(folder_.path() / "net.yaml", std::string(*embedded_file("networks/alexnet.yaml")));
  }
  /// Of a file in the folder `sweeps`.
  std::string copy_of(const std::string& text) {
    const std::filesystem::path file = folder_.path() / "sweeps" / "sweep.yaml";
    write_file(file, text);
    const SweepFile sweep = load_sweep(file.string());
    const SweepPlan plan = make_plan(sweep), again = make_plan(read_sweep({sweep.text, "/copy.yaml", false}));
    EXPECT_EQ(plan.checksum, again.checksum) << sweep.text;
    EXPECT_EQ(plan.points.size(), again.points.size());
    EXPECT_EQ(read_sweep({sweep.text, "/elsewhere/copy.yaml", false}).text, sweep.text) << "a copy's copy";
    return sweep.text;
  }
  ScratchFolder folder_;
};

const std::string rest = "layers: [conv3]\ngranularity: element\nweight_density: [0.5, 1e-1]\n";

TEST_F(SweepCopy, keeps_the_text_and_says_what_paths_are_relative_to) {
  const std::string text = "# Why?\nnetwork: ../net.yaml\n" + rest;
  const std::string copy = copy_of(text);
  expect_says(copy,
              {"# Why?\n# What paths below are relative to:\nrelative_to: \"", "\"\nnetwork: ../net.yaml\n"});
  EXPECT_EQ(copy_of("# Why?\nnetwork: alexnet\n" + rest), "# Why?\nnetwork: alexnet\n" + rest);
}

TEST_F(SweepCopy, runs_whatever_the_style_of_the_file) {
  const std::string text = "network: ../net.yaml\n" + rest;
  copy_of(text + "...\n");
  copy_of("---\n" + text + "...\n# end\n");
  copy_of("  network: ../net.yaml\n  layers: [conv3]\n  granularity: element\n");
  copy_of("\n# comment\n\"network\": ../net.yaml\n" + rest);
  copy_of("network: ../net.yaml\r\nlayers: [conv3]\r\ngranularity: element");
  copy_of("\xef\xbb\xbfnetwork: ../net.yaml\n" + rest);
  for (const std::string flow :
       {"{network: \"../net.yaml\", layers: [conv3], granularity: element, set: {mapping.kc: 4}}",
        "--- {layers: [conv3], network: ../net.yaml,\n granularity: element,\n axes: [{grid: {mapping.kc: "
        "{from: 1, to: 4, factor: 2}}}, {list: [{seed: 1}, {seed: 2}]}], constraints: [\"mapping.kc != "
        "2\"]}\n"})
    copy_of(flow);
}

TEST_F(SweepCopy, knows_where_the_file_lies_when_its_folder_is_relative) {
  const std::string copy = copy_of("relative_to: ..\nnetwork: ./net.yaml\n" + rest);
  EXPECT_EQ(copy.find("relative_to: .."), std::string::npos) << copy;
  copy_of("relative_to: \"" + folder_.path().string() + "\"\nnetwork: ./net.yaml\n" + rest);
}

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
