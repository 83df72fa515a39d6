// SPDX-License-Identifier: Apache-2.0
// One tiny layer per timing rule of models/README.md, its cycles computed by hand in the comment. On
// tiny_machine() the first weights are there in cycle 3, a product issued in t is accumulated in t + 2, and
// four outputs leave the PPU per cycle.
#include <cstdint>
#include <nlohmann/json.hpp>

#include "tests/support/cycle_expectations.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

// Cycle   0 1 2   3      4 5       6
//         weights issue  crossbar  idle (the PPU works on one output)
TEST(CycleRules, OneIssueTakesTwoMoreCyclesToAccumulateAndOneToPostprocess) {
  expect_cycles(simulate(tiny_machine(), pointwise(1, 1, 1)), 7, {1, 0, 0, 0, 3, 2, 1});
}

// Without queues the product is accumulated in the cycle after its issue: end = 4, PPU in 5.
TEST(CycleRules, SerializedAccumulatesInTheNextCycle) {
  MachineConfig config = tiny_machine();
  config.scatter.policy = ScatterPolicy::serialized;
  expect_cycles(simulate(config, pointwise(1, 1, 1)), 6, {1, 0, 0, 0, 3, 1, 1});
}

// Two weights (channels of one OCG) and two activations: issues in 3, 4, 5, 6, end = 8, PPU: 4 outputs in 9.
TEST(CycleRules, EveryWeightMeetsEveryActivationOneIssuePerCycle) {
  const LayerResult result = simulate(tiny_machine(), pointwise(1, 2, 2));
  expect_cycles(result, 10, {1, 0, 0, 0, 3, 2, 4});
  EXPECT_EQ(result.iaram_reads, 2u);  // each activation vector is held while the weights pass
  EXPECT_EQ(result.weight_fifo_writes, 2u);
  EXPECT_EQ(result.weight_fifo_reads, 4u);  // and each weight is read for every activation vector
}

// FIFO of one entry: the block passes in two pieces, (w0: a0 a1) (w1: a0 a1), w1 delivered in the cycle after
// w0 was read last.
TEST(CycleRules, BlockLongerThanTheFifoPassesInPiecesThatReadTheActivationsAgain) {
  MachineConfig config = tiny_machine();
  config.weight_fifo.entries = 1;
  const LayerResult result = simulate(config, pointwise(1, 2, 2));
  expect_cycles(result, 10, {1, 0, 0, 0, 3, 2, 4});
  EXPECT_EQ(result.iaram_reads, 4u);
}

// Two PEs with 2 and 1 activations, FIFO of one entry. w0 is delivered in 3; PE 0 reads it in 3 and 4, PE 1
// in 3. Only then is there room everywhere: w1 is delivered in 5, PE 1 waits in 4.
//   PE 0: weights 0-2, issue 3-6, crossbar 7-8, idle 9 (PPU: 4 outputs)
//   PE 1: weights 0-2 and 4, issue 3 and 5, crossbar 6-7, idle 8-9
TEST(CycleRules, FullFifoOfTheSlowestPeHoldsTheOthersBack) {
  MachineConfig config = tiny_machine(2);
  config.weight_fifo.entries = 1;
  expect_cycles(simulate(config, pointwise(1, 2, 3)), 10, {3, 0, 0, 0, 7, 4, 6});
}

// Two OCGs of one channel, PEs with 2 and 1 activations.
//   PE 0: weights 0-2, issue 3-4, crossbar 5-6 = end;              release 7: issue 7-8, crossbar 9-10, idle
//   11 PE 1: weights 0-2, issue 3,   crossbar 4-5 = end, barrier 6;   release 7: issue 7,   crossbar 8-9,
//   idle 10-11
TEST(CycleRules, BarrierReleasesTheNextGroupOneCycleAfterTheLastPe) {
  MachineConfig config = tiny_machine(2);
  config.mapping.kc = 1;
  expect_cycles(simulate(config, pointwise(1, 2, 3)), 12, {3, 1, 0, 0, 6, 8, 6});
}

// Eight activations (two vectors), three OCGs, a PPU that takes 8 cycles per OCG.
//   OCG 0: issue 3-4, end 6, swap 6, PPU 7-14
//   OCG 1: issue 7-8 into the other copy, end 10, but the swap waits for the PPU: 14, PPU 15-22
//   OCG 2: released in 11, goes in 15: postprocess 11-14; issue 15-16, end 18, swap 22, PPU 23-30
TEST(CycleRules, PeWaitsForThePpuToFreeAnAccumulatorCopy) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.i = 4;
  config.mapping.kc = 1;
  config.ppu.entries_per_cycle = 1;
  expect_cycles(simulate(config, pointwise(1, 3, 8)), 31, {12, 0, 4, 0, 3, 6, 6});
}

// Four weights, 10 B in bursts of 5 B at 1 B per cycle: burst 0 reaches the memory in 1, is transferred by 6
// and ready in 7; burst 1 is transferred by 11 and ready in 12. Issues in 7, 8 and 12, 13; weights 0-6 and
// 9-11; end 15, PPU 16.
TEST(CycleRules, StarvedByDramThePeWaitsForWeights) {
  MachineConfig config = tiny_machine();
  config.dram.bandwidth = 1;
  config.dram.burst_bytes = 5;
  const LayerResult result = simulate(config, pointwise(1, 4, 1));
  expect_cycles(result, 17, {1, 0, 0, 0, 10, 2, 4});
  EXPECT_EQ(result.dram_weight_bytes, 10u);
}

// Two channels, PE 0 has activations in the first, PE 1 in the second only; six weights each, all there in 3.
// PE 1 drops channel 0's entries at no cost but must wait for them to pass. At one vector per cycle its own
// are delivered in 9 ... 14:
//   PE 0: weights 0-2, issue 3-8,  crossbar 9-10,  idle 11-18     PE 1: weights 0-8, issue 9-14, crossbar
//   15-16, idle 17-18
TEST(CycleRules, BroadcastRateLimitsDeliveries) {
  MachineConfig config = tiny_machine(2);
  config.weight_broadcast.entries_per_cycle = 1;
  LayerShape shape;
  shape.C = 2;
  shape.K = 6;
  shape.W = 2;
  const TinyLayer layer = tiny_layer(shape, std::vector<std::int16_t>(12, 3), {5, 0, 0, 7});
  expect_cycles(simulate(config, layer), 19, {10, 0, 0, 0, 12, 4, 12});
  // At five per cycle entries 5 ... 9 come in 4 and 10, 11 in 5: PE 1 waits up to 3 and issues in 4-9.
  config.weight_broadcast.entries_per_cycle = 5;
  expect_cycles(simulate(config, layer), 14, {5, 0, 0, 0, 7, 4, 12});
}

// 1 B per cycle; weights (3 B) are requested first: ready in 1 + 3 + 1 = 5; the input (3 B): transferred 4
// ... 7, ready in 8. While both are missing the cycle belongs to the input. Issue 8, end 10, PPU 11.
TEST(CycleRules, InputFromDramStallsTheFirstIssue) {
  MachineConfig config = tiny_machine();
  config.dram.bandwidth = 1;
  TinyLayer layer = pointwise(1, 1, 1);
  layer.description.input = InputLocation::dram;
  const LayerResult result = simulate(config, layer);
  expect_cycles(result, 12, {1, 0, 0, 8, 0, 2, 1});
  EXPECT_EQ(result.dram_input_bytes, 3u);
}

// Two channels, three cycles to switch: issue 3, switch 4-6, issue 7, end 9, PPU 10.
TEST(CycleRules, SwitchingBlocksBelongsToIssue) {
  MachineConfig config = tiny_machine();
  config.pe.block_switch_cycles = 3;
  expect_cycles(simulate(config, pointwise(2, 1, 1)), 11, {1, 0, 0, 0, 3, 2, 5});
}

/// A 1 x 2 plane under a 1 x 2 filter with a column of padding on each side: x - s + 1 gives outputs 1 2 /
/// 0 1.
TinyLayer overlapping() {
  LayerShape shape;
  shape.W = 2;
  shape.S = 2;
  shape.pad_left = shape.pad_right = 1;
  return tiny_layer(shape, {2, 3}, {5, 7});
}

MachineConfig one_bank_two_by_two(MergeMode merge) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.f = config.multiplier_array.i = 2;
  config.accumulator.banks = 1;
  config.scatter.policy = ScatterPolicy::serialized;
  config.accumulator.merge = merge;
  return config;
}

// One issue of four products into one bank: 4 cycles, end 7, PPU 8.
TEST(CycleRules, UnmergedProductsOfOneOutputTravelOneByOne) {
  const LayerResult result = simulate(one_bank_two_by_two(MergeMode::none), overlapping());
  expect_cycles(result, 9, {1, 0, 0, 0, 3, 4, 1});
  EXPECT_EQ(result.accumulator_updates, 4u);
}

// Two of the four go to output 1 and become one: 3 cycles, end 6, PPU 7.
TEST(CycleRules, MergedProductsOfOneOutputTravelAsOne) {
  const LayerResult result = simulate(one_bank_two_by_two(MergeMode::issue), overlapping());
  expect_cycles(result, 8, {1, 0, 0, 0, 3, 3, 1});
  EXPECT_EQ(result.accumulator_updates, 3u);
  EXPECT_EQ(result.multiplies, 4u);
}

// Two kernel rows of two weights fit one vector of four; aligned to grains they take two: two issues instead
// of one.
TEST(CycleRules, GrainMergingGivesEachGrainItsOwnVector) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.f = 4;
  EXPECT_EQ(simulate(config, two_kernel_rows()).owned_by(CycleOwner::issue), 1u);
  config.accumulator.merge = MergeMode::grain;
  EXPECT_EQ(simulate(config, two_kernel_rows()).owned_by(CycleOwner::issue), 2u);
}

// Two PEs of one position each under a 1 x 3 filter: each issues in 3 (three products, one outside the
// plane), ends in 5 and swaps. Its one word for the neighbour leaves in 6 and arrives in 7, in which the PPU
// works.
TEST(CycleRules, HaloWordsArriveBeforePostProcessing) {
  MachineConfig config = tiny_machine(2);
  config.multiplier_array.f = 4;
  LayerShape shape;
  shape.W = 2;
  shape.S = 3;
  shape.pad_left = shape.pad_right = 1;
  const LayerResult result = simulate(config, tiny_layer(shape, {1, 2, 3}, {4, 5}));
  expect_cycles(result, 8, {4, 0, 0, 0, 6, 4, 2});
  EXPECT_EQ(result.halo_words, 2u);
  EXPECT_EQ(result.multiplies, 6u);
  EXPECT_EQ(result.useful_multiplies, 4u);
}

// Eight channels (24 weights, 60 B, there in cycle 4) over the same two PEs: six issues in 4 ... 9, end and
// swap in 11; eight words each way from 12 on. At one word per cycle they arrive in 20: PPU 20-21; at four in
// 14: PPU 14-15.
TEST(CycleRules, HaloLinksMoveSoManyWordsPerCycle) {
  MachineConfig config = tiny_machine(2);
  config.multiplier_array.f = 4;
  LayerShape shape;
  shape.K = 8;
  shape.W = 2;
  shape.S = 3;
  shape.pad_left = shape.pad_right = 1;
  const TinyLayer layer = tiny_layer(shape, std::vector<std::int16_t>(24, 2), {4, 5});
  config.ppu.halo_words_per_cycle = 1;
  const LayerResult slow = simulate(config, layer);
  EXPECT_EQ(slow.cycles, 22u);
  EXPECT_EQ(slow.halo_words, 16u);
  config.ppu.halo_words_per_cycle = 4;
  EXPECT_EQ(simulate(config, layer).cycles, 16u);
}

// Three PEs of one position, one output each, a 1 x 5 filter: the outer PEs reach over two hops. Row links
// eastwards: PE 0 sends its words for outputs 1 and 2 (2 words), PE 1 its word for output 2; then PE 1 passes
// on PE 0's word for output 2; westwards alike.
TEST(CycleRules, HaloWordsAreCountedPerHop) {
  MachineConfig config = tiny_machine(3);
  LayerShape shape;
  shape.W = 3;
  shape.S = 5;
  shape.pad_left = shape.pad_right = 2;
  const LayerResult result = simulate(config, tiny_layer(shape, {1, 2, 3, 4, 5}, {6, 7, 8}));
  EXPECT_EQ(result.halo_words, 8u);
  EXPECT_EQ(result.verified, Verified::yes) << result.first_mismatch;
}

// The filter's only weight meets the only activation outside the plane: nothing enters the output register,
// end = issue = 3.
TEST(CycleRules, IssueWithoutProductsForTheNetworkEndsAtOnce) {
  LayerShape shape;
  shape.W = 3;
  shape.S = 3;
  const LayerResult result = simulate(tiny_machine(), tiny_layer(shape, {0, 0, 9}, {9, 0, 0}));
  expect_cycles(result, 5, {1, 0, 0, 0, 3, 0, 1});
  EXPECT_EQ(result.multiplies, 1u);
  EXPECT_EQ(result.useful_multiplies, 0u);
}

// An OARAM of less than one word: the output (3 B) is written in cycle 6 = done, reaches the memory in 7 and
// is done by 7 + 0.06 + 1, that is in cycle 9.
TEST(CycleRules, LayerEndsWithTheLastDramWrite) {
  MachineConfig config = tiny_machine();
  config.activation_ram.oaram_bytes = 1;
  const LayerResult result = simulate(config, pointwise(1, 1, 1));
  expect_cycles(result, 9, {3, 0, 0, 0, 3, 2, 1});
  EXPECT_TRUE(result.output_spilled);
  EXPECT_EQ(result.dram_output_bytes, 3u);
}

// No weights at all: one cycle for the step, and the PPU still writes the (bias-less) outputs.
TEST(CycleRules, LayerWithoutWeightsOnlyPostprocesses) {
  LayerShape shape;
  shape.W = 4;
  expect_cycles(simulate(tiny_machine(), tiny_layer(shape, {0}, {1, 1, 1, 1})), 2, {2, 0, 0, 0, 0, 0, 0});
}

// 1 B per cycle, four weights of 3 + 2 + 3 + 2 B in bursts of 5 B, a buffer of 8 B: burst 1 is requested in
// the cycle after the first entry's delivery. Burst 0 is ready in 7, entries 0 and 1 in 7; request in 8, at
// the memory in 9, transferred by 14, ready in 15.
TEST(CycleRules, WeightBufferLimitsWhatIsRequestedAhead) {
  MachineConfig config = tiny_machine();
  config.dram.bandwidth = 1;
  config.dram.burst_bytes = 5;
  config.weight_broadcast.buffer_bytes = 8;
  expect_cycles(simulate(config, pointwise(1, 4, 1)), 20, {1, 0, 0, 0, 13, 2, 4});
}

// The widest sum that 8 bits hold is 127, and -128.
TEST(Counters, OverflowsAreSumsThatAnAccumulatorCannotHold) {
  MachineConfig config = tiny_machine();
  config.accumulator.bits = 8;
  const auto overflows = [&](std::int16_t weight, std::int16_t activation) {
    return simulate(config, tiny_layer(LayerShape{}, {weight}, {activation})).accumulator_overflows;
  };
  EXPECT_EQ(overflows(127, 1), 0u);
  EXPECT_EQ(overflows(64, 2), 1u);
  EXPECT_EQ(overflows(-64, 2), 0u);
  EXPECT_EQ(overflows(-43, 3), 1u);
}

// Two products of 32767 x 32767 are beyond 31 bits, and no sum that fits 32 is beyond 32.
TEST(Counters, OverflowsOfWideAccumulatorsAreCounted) {
  MachineConfig config = tiny_machine();
  LayerShape shape;
  shape.C = 2;
  const auto overflows = [&](unsigned bits, std::int16_t weight) {
    config.accumulator.bits = bits;
    const LayerResult result = simulate(config, tiny_layer(shape, {weight, weight}, {32767, 32767}));
    EXPECT_EQ(result.verified, Verified::yes) << result.first_mismatch;
    return result.accumulator_overflows;
  };
  for (const std::int16_t weight : {std::int16_t{32767}, std::int16_t{-32767}}) {
    EXPECT_EQ(overflows(31, weight), 1u);
    for (const unsigned bits : {32u, 33u, 48u}) EXPECT_EQ(overflows(bits, weight), 0u) << bits;
  }
}

// Partial sums of nine products of some 2^30 do not fit 32 bits, the outputs of two such channels do.
TEST(Counters, PartialSumsBeyond32BitsCrossTheLinks) {
  MachineConfig config = tiny_machine();
  config.pe_array.rows = config.pe_array.columns = 2;
  LayerShape shape;
  shape.C = 2, shape.H = shape.W = 6, shape.R = shape.S = 3;
  std::vector<std::int16_t> weights(9, 32767);
  for (std::int16_t tap = 0; tap < 9; ++tap) weights.push_back(static_cast<std::int16_t>(-32767 + tap));
  const LayerResult result =
      simulate(config, tiny_layer(shape, weights, std::vector<std::int16_t>(72, 32767)));
  EXPECT_EQ(result.verified, Verified::yes) << result.first_mismatch;
  EXPECT_GT(result.halo_words, 0u);
}

TEST(Counters, OutputsAtAndBeyondTheEdgeOf32BitsAreExact) {
  const auto run = [](std::int32_t bias, std::int16_t weight) {
    TinyLayer layer = tiny_layer(LayerShape{}, {weight}, {1});
    layer.tensors.bias = Tensor<std::int32_t>({1});
    layer.tensors.bias->data = {bias};
    return simulate(tiny_machine(), layer).verified;
  };
  EXPECT_EQ(run(INT32_MAX - 3, 3), Verified::yes);
  EXPECT_EQ(run(INT32_MIN + 3, -3), Verified::yes);
  EXPECT_EQ(run(INT32_MAX - 2, 3), Verified::yes);
  EXPECT_EQ(run(INT32_MIN + 2, -3), Verified::yes);
}

TEST(Counters, OfEachBlockStandInTheModuleTree) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.i = 2;
  config.accumulator.banks = 2;
  config.scatter.output_queue_depth = 1;
  TinyLayer layer = conflicts_in_turn();
  const auto on_chip = *simulate(config, layer).counters;
  EXPECT_EQ(on_chip.at("pe_0_0.scatter_network").at("conflict_cycles"), 2);  // cycle 4 and cycle 6
  EXPECT_EQ(on_chip.at("pe_0_0.scatter_network").at("transfers"), 4);
  EXPECT_EQ(on_chip.at("pe_0_0.coordinate_unit").at("coordinates"), 4);
  EXPECT_EQ(on_chip.at("pe_0_0.ppu").at("busy_cycles"), 2);  // 9 and 10
  EXPECT_EQ(on_chip.at("pe_0_0.iaram").at("writes"), 0);
  EXPECT_EQ(on_chip.at("pe_0_0.oaram").at("writes"), 4);  // two channels of two values
  EXPECT_EQ(on_chip.at("weight_broadcast").at("cycles_dram"), 3);
  layer.description.input = InputLocation::dram;
  EXPECT_EQ(simulate(config, layer).counters->at("pe_0_0.iaram").at("writes"), 2);
}

}  // namespace
}  // namespace scnnsim
