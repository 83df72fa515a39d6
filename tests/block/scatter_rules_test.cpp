// SPDX-License-Identifier: Apache-2.0
// The scatter policies on tiny layers, cycles computed by hand as in cycle_rules_test.cpp.
#include <nlohmann/json.hpp>

#include "tests/support/cycle_expectations.h"

namespace scnnsim {
namespace {

/// One bank: two activations in one vector, two weights one after another; products p0 p1, then p2 p3.
LayerResult two_issues_into_one_bank(ScatterPolicy policy, std::uint32_t depth) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.i = 2;
  config.accumulator.banks = 1;
  config.scatter.policy = policy;
  config.scatter.output_queue_depth = config.scatter.input_queue_depth = depth;
  return simulate(config, pointwise(1, 2, 2));
}

/// Cycles and owners, and the cycles that left products in the register.
void expect_two_issues(ScatterPolicy policy, std::uint32_t depth, Cycle cycles, const Owners& owners,
                       std::uint64_t conflicts) {
  const LayerResult result = two_issues_into_one_bank(policy, depth);
  expect_cycles(result, cycles, owners);
  EXPECT_EQ(result.counters->at("pe_0_0.scatter_network").at("conflict_cycles"), conflicts);
}

// Queue of one: 3 issue; 4 p0 moves, p1 stays; 5 bank takes p0, p1 moves, register empty: issue; 6 takes p1,
// p2 moves; 7 takes p2, p3 moves; 8 takes p3: end.
TEST(ScatterRules, OutputQueueFullKeepsProductsInTheRegister) {
  expect_two_issues(ScatterPolicy::output_queued, 1, 10, {1, 0, 0, 0, 3, 4, 2}, 2);
}

// Queue of eight: issues in 3 and 4, and the bank takes the four products in 5, 6, 7, 8.
TEST(ScatterRules, OutputQueueAbsorbsAConflict) {
  expect_two_issues(ScatterPolicy::output_queued, 8, 10, {1, 0, 0, 0, 3, 4, 2}, 0);
}

// Lane queues of one: 3 issue; 4 p0 p1 move, issue; 5 bank grants lane 0, p2 moves, p3 stays (p1 is still
// there); 6 grants lane 1, p3 moves; 7 and 8 lanes 0 and 1: end.
TEST(ScatterRules, InputQueuesShareABank) {
  expect_two_issues(ScatterPolicy::input_queued, 1, 10, {1, 0, 0, 0, 3, 4, 2}, 1);
}

// 3 issue; 4 p0; 5 p1, register empty: issue; 6 p2; 7 p3: end.
TEST(ScatterRules, SerializedIssueTakesAsManyCyclesAsItsFullestBankGetsProducts) {
  expect_two_issues(ScatterPolicy::serialized, 1, 9, {1, 0, 0, 0, 3, 3, 2}, 2);
}

// Issues in 3 and 4, all products accumulated by 6.
TEST(ScatterRules, IdealNetworkKnowsNoConflict) {
  expect_two_issues(ScatterPolicy::ideal, 1, 8, {1, 0, 0, 0, 3, 2, 2}, 0);
}

// Queue of one: 3 issue; 4 p0 moves, p1 stays; 5 bank 0 takes p0, p1 moves: issue; 6 bank 0 takes p1, p2
// moves; 7 bank 1 takes p2, p3 moves; 8 takes p3: end. PPU: six outputs, 9-10. Queue of two: 3 issue; 4 both
// move: issue; 5 bank 0 takes p0, both move; 6 p1 and p2; 7 p3: end.
TEST(ScatterRules, OutputQueueDepthDecidesWhetherAConflictStallsTheNextIssue) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.i = 2;
  config.accumulator.banks = 2;
  config.scatter.output_queue_depth = 1;
  expect_cycles(simulate(config, conflicts_in_turn()), 11, {2, 0, 0, 0, 3, 4, 2});
  config.scatter.output_queue_depth = 2;
  expect_cycles(simulate(config, conflicts_in_turn()), 10, {2, 0, 0, 0, 3, 3, 2});
}

// Head-of-line blocking: two banks, lanes 0 and 1, plane of 3 positions with weights for two channels:
// addresses (linear, region of 3): channel 0 at 0 1 2, channel 1 at 3 4 5, bank = address mod 2. Vectors: (a0
// a1), (a2).
//   3: issue a0 a1 x w0: lane 0 -> bank 0, lane 1 -> bank 1
//   4: both move. issue x w1: addresses 3 4: lane 0 -> bank 1, lane 1 -> bank 0
//   5: banks take p0 and p1; both move; issue a2 x w0: address 2, lane 0 -> bank 0
//   6: banks take p2 and p3; p4 moves; issue a2 x w1: address 5, lane 0 -> bank 1
//   7: bank 0 takes p4; p5 moves. 8: bank 1 takes p5: end. PPU: 6 outputs, 2 cycles.
TEST(ScatterRules, InputQueuesWithoutConflictsKeepUp) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.i = 2;
  config.accumulator.banks = 2;
  config.scatter.policy = ScatterPolicy::input_queued;
  config.scatter.input_queue_depth = 1;
  expect_cycles(simulate(config, pointwise(1, 2, 3)), 11, {2, 0, 0, 0, 3, 2, 4});
}

}  // namespace
}  // namespace scnnsim
