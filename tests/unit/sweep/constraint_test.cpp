// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_plan.h"

#include <gtest/gtest.h>

#include "tests/unit/sweep/test_support.h"

namespace scnnsim {
namespace {

using sweep_test::expect_refused;
using sweep_test::plan_of;
using sweep_test::small;
using sweep_test::values_of;

using Values = std::vector<std::string>;

std::string constrained(const std::string& constraint) {
  return small + "constraints: ['" + constraint + "']";
}

TEST(SweepConstraint, mistakes_in_constraints_are_told) {
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

TEST(SweepConstraint, constraints_compute_as_one_expects) {
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

TEST(SweepConstraint, constraints_that_mean_something_else_than_they_say_are_refused) {
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

TEST(SweepConstraint, constraints_without_a_result_name_the_values) {
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

TEST(SweepConstraint, what_the_left_side_decides_needs_no_right_side) {
  const auto& of = constrained;
  EXPECT_NO_THROW(plan_of(of("weight_density == published || weight_density > 0.5")));
  EXPECT_NO_THROW(plan_of(of("!(mapping.kc != 8 && 1 / (mapping.kc - 8) > 2)")));
  expect_refused(of("mapping.kc != 8 || weight_density > 0.5"), {"texts can only be compared"});
}

TEST(SweepConstraint, constraints_may_compare_parameters_of_patterns) {
  EXPECT_EQ(values_of("activation_pattern: correlated\nconstraints: [border > 0.1, spectrum == 1]\n"
                      "axes: [{grid: {border: [0.1, 0.2]}}]"),
            Values{"0.2"});
}

TEST(SweepConstraint, constraints_may_name_granularities_with_a_colon) {
  const std::string unpruned = "network: alexnet\nlayers: [conv3]\nweight_density: published\nvalues: off\n";
  const SweepPlan plan =
      plan_of(unpruned +
              "constraints: ['granularity == 2:4 || granularity==block:2x2 || granularity == filter']\n"
              "axes: [{grid: {granularity: [element, filter, \"1:4\", \"2:4\", \"block:2x2\"]}}]");
  EXPECT_EQ(values_of(plan), (Values{"filter", "2:4", "block:2x2"}));
  expect_refused(small + "constraints: ['granularity == 4:2']", {"constraints[0]: got", "with a :"});
}

}  // namespace
}  // namespace scnnsim
