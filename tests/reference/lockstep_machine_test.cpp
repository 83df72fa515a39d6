// SPDX-License-Identifier: Apache-2.0
// Cases small enough to be worked out by hand; the working is beside each. Unless a test says otherwise the
// first weights are requested in cycle 0, start at the memory in cycle 1 and are ready in cycle 3 (latency 1,
// and a few femtoseconds per byte round up to the next cycle).
#include "tests/reference/lockstep_machine.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "traces/support/error.h"

namespace scnnsim::lockstep {
namespace {

using Owners =
    std::array<std::uint64_t, cycle_owner_count>;  // idle barrier postprocess input weights crossbar issue
using Cycles = std::vector<Cycle>;

/// One PE, one multiplier, memory at the speed of light.
MachineConfig tiny_machine() {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  config.multiplier_array.f = config.multiplier_array.i = 1;
  config.dram.latency = 1;
  config.dram.bandwidth = 100000;
  return config;
}

struct Case {
  MachineConfig config = tiny_machine();
  LayerDescription layer;
  LayerTensors tensors;

  Case(std::uint32_t C, std::uint32_t K, std::uint32_t columns, std::uint32_t filter_columns,
       std::vector<std::int16_t> weights, std::vector<std::int16_t> activations) {
    layer.name = "by hand";
    layer.shape.C = C;
    layer.shape.K = K;
    layer.shape.W = columns;
    layer.shape.S = filter_columns;
    tensors.weights = Tensor<std::int16_t>({K, C, 1, filter_columns});
    tensors.weights.data = std::move(weights);
    tensors.activations = Tensor<std::int16_t>({C, 1, columns});
    tensors.activations.data = std::move(activations);
  }
  LockstepResult run() const { return simulate(config, layer, tensors); }
};

TEST(Lockstep, OneIssueIsAccumulatedTwoCyclesLater) {
  // weights 0-2, issue 3, scatter 4, accumulate 5 = end, PPU 6.
  const LockstepResult result = Case(1, 1, 1, 1, {2}, {3}).run();
  EXPECT_EQ(result.cycles, 7u);
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 0, 3, 2, 1}));
  EXPECT_EQ(result.log.steps[0].end, Cycles{5});
  EXPECT_EQ(result.log.steps[0].swap, Cycles{5});
  EXPECT_EQ(result.log.steps[0].done, Cycles{6});
  EXPECT_EQ(result.sums.data, std::vector<std::int64_t>{6});
  EXPECT_EQ(result.dram_weight_bytes, 3u);  // 20 bits
  EXPECT_EQ(result.useful_multiplies, 1u);
  EXPECT_EQ(result.memory_references(), 3u);
  EXPECT_EQ(result.oaram_writes, 1u);
}

TEST(Lockstep, SerializedAccumulatesOneCycleLater) {
  Case one(1, 1, 1, 1, {2}, {3});
  one.config.scatter.policy = ScatterPolicy::serialized;
  const LockstepResult result = one.run();
  EXPECT_EQ(result.cycles, 6u);
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 0, 3, 1, 1}));
}

TEST(Lockstep, NothingToIssueEndsAtOnce) {
  // No activation: end = go = 0, so the last step is idle from cycle 0; PPU in cycle 1. The weights come too
  // late to count in cycles, not in bytes.
  const LockstepResult result = Case(1, 1, 1, 1, {2}, {0}).run();
  EXPECT_EQ(result.cycles, 2u);
  EXPECT_EQ(result.pe_cycles[0], (Owners{2, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(result.dram_weight_bytes, 3u);
  EXPECT_EQ(result.weight_fifo_writes, 0u);
}

TEST(Lockstep, AFullFifoHoldsBackTheOtherPe) {
  // PE 0 has two activations in both channels, PE 1 one. One FIFO entry.
  // Channel 0 is delivered in 3; PE 0 reads it in 3 and 4, PE 1 in 3. Channel 1 follows in 5: PE 0 5, 6; PE
  // 1 5. PE 0 ends in 8, PPU 9. PE 1 waits for weights in 4 and ends in 7.
  Case full(2, 1, 4, 1, {1, 1}, {1, 1, 1, 0, 1, 1, 1, 0});
  full.config.pe_array.columns = 2;
  full.config.weight_fifo.entries = 1;
  const LockstepResult result = full.run();
  EXPECT_EQ(result.cycles, 10u);
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 0, 3, 2, 4}));
  EXPECT_EQ(result.pe_cycles[1], (Owners{2, 0, 0, 0, 4, 2, 2}));
  EXPECT_EQ(result.log.steps[0].end, (Cycles{8, 7}));
  EXPECT_EQ(result.weight_fifo_writes, 4u);
  EXPECT_EQ(result.weight_fifo_reads, 6u);

  full.config.weight_fifo.entries = 2;  // PE 1: 3, 4
  EXPECT_EQ(full.run().log.steps[0].end, (Cycles{8, 6}));
}

TEST(Lockstep, ABlockLongerThanTheFifoPassesInPieces) {
  // Two weights (two k), two activations, FIFO of one: k0 x a0, k0 x a1, then k1 x a0, k1 x a1: 3, 4, 5, 6,
  // end 8. Each piece reads the activations again.
  Case pieces(1, 2, 2, 1, {1, 1}, {1, 1});
  pieces.config.weight_fifo.entries = 1;
  const LockstepResult result = pieces.run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{8});
  EXPECT_EQ(result.iaram_reads, 4u);
  pieces.config.weight_fifo.entries = 2;
  EXPECT_EQ(pieces.run().iaram_reads, 2u);
}

/// Three issues of two products each, all in one bank.
Case three_conflicts(ScatterPolicy policy) {
  Case conflicts(1, 2, 3, 1, {1, 1}, {1, 1, 1});
  conflicts.config.multiplier_array.f = 2;
  conflicts.config.accumulator.banks = 1;
  conflicts.config.scatter.policy = policy;
  return conflicts;
}

TEST(Lockstep, OutputQueuedDrainsOneProductPerBankAndCycle) {
  // Issues 3, 4, 5; the bank takes its six products in 5 ... 10.
  const LockstepResult result = three_conflicts(ScatterPolicy::output_queued).run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{10});
  EXPECT_EQ(result.pe_cycles[0], (Owners{2, 0, 0, 0, 3, 5, 3}));  // PPU: six words, two cycles
  EXPECT_EQ(result.cycles, 13u);
}

TEST(Lockstep, InputQueuedDrainsOneProductPerBankAndCycle) {
  const LockstepResult result = three_conflicts(ScatterPolicy::input_queued).run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{10});
  EXPECT_EQ(result.pe_cycles[0], (Owners{2, 0, 0, 0, 3, 5, 3}));
}

TEST(Lockstep, IdealKnowsNoConflicts) {
  // Issues 3, 4, 5, accumulated in 5, 6, 7.
  const LockstepResult result = three_conflicts(ScatterPolicy::ideal).run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{7});
  EXPECT_EQ(result.pe_cycles[0], (Owners{2, 0, 0, 0, 3, 2, 3}));
}

TEST(Lockstep, SerializedIssuesWhenTheFullestBankIsThrough) {
  // Issue 3, accumulate 4 and 5, issue 5, accumulate 6 and 7, issue 7, accumulate 8 and 9.
  const LockstepResult result = three_conflicts(ScatterPolicy::serialized).run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{9});
  EXPECT_EQ(result.pe_cycles[0], (Owners{2, 0, 0, 0, 3, 4, 3}));
}

/// One issue of two products in one bank, then three whose products are outside the only output.
Case one_conflict(ScatterPolicy policy) {
  Case conflict(1, 2, 4, 4, {1, 0, 0, 0, 1, 0, 0, 0}, {1, 1, 1, 1});
  conflict.config.multiplier_array.f = 2;
  conflict.config.accumulator.banks = 1;
  conflict.config.scatter.policy = policy;
  return conflict;
}

TEST(Lockstep, AShallowQueueBlocksTheOutputRegister) {
  // Depth 8: issues 3, 4, 5, 6, the bank is through in 6. Depth 1: the second product waits in the register
  // in 4, so the issues are 3, 5, 6, 7, and crossbar owns 4. input_queued has a queue per lane: depth 1
  // suffices.
  Case queues = one_conflict(ScatterPolicy::output_queued);
  EXPECT_EQ(queues.run().pe_cycles[0], (Owners{1, 0, 0, 0, 3, 0, 4}));
  queues.config.scatter.output_queue_depth = 1;
  EXPECT_EQ(queues.run().pe_cycles[0], (Owners{1, 0, 0, 0, 3, 1, 4}));
  queues.config.scatter.policy = ScatterPolicy::input_queued;
  queues.config.scatter.input_queue_depth = 1;
  EXPECT_EQ(queues.run().pe_cycles[0], (Owners{1, 0, 0, 0, 3, 0, 4}));
  queues.config.scatter.policy = ScatterPolicy::serialized;
  const LockstepResult result = queues.run();
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 0, 3, 1, 4}));
  EXPECT_EQ(result.useful_multiplies, 2u);
  EXPECT_EQ(result.dropped_multiplies, 6u);
  EXPECT_EQ(result.accumulator_updates, 2u);
}

TEST(Lockstep, TheNextStepBeginsAfterTheSlowestPe) {
  // Two OCGs. PE 0 issues 3, 4 and ends in 6; PE 1 issues 3, ends in 5, waits at the barrier in 6. Step 1
  // begins in 7: PE 0 issues 7, 8, ends in 10, PPU 11; PE 1 issues 7, ends in 9.
  Case barrier(1, 2, 4, 1, {1, 1}, {1, 1, 1, 0});
  barrier.config.pe_array.columns = 2;
  barrier.config.mapping.kc = 1;
  const LockstepResult result = barrier.run();
  EXPECT_EQ(result.log.steps[1].release, 7u);
  EXPECT_EQ(result.log.steps[0].end, (Cycles{6, 5}));
  EXPECT_EQ(result.log.steps[1].end, (Cycles{10, 9}));
  EXPECT_EQ(result.cycles, 12u);
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 0, 3, 4, 4}));
  EXPECT_EQ(result.pe_cycles[1], (Owners{2, 1, 0, 0, 3, 4, 2}));
}

TEST(Lockstep, AStepWaitsForTheAccumulatorCopy) {
  // Three OCGs of one issue each, eight outputs, one per PPU cycle.
  // Step 0: issue 3, end = swap 5, done 13. Step 1: 6, end 8, swap 13, done 21. Step 2: released in 9, may go
  // in 14: issue 14, end 16, swap 21, done 29.
  Case slow(1, 3, 8, 1, {1, 1, 1}, {1, 0, 0, 0, 0, 0, 0, 0});
  slow.config.mapping.kc = 1;
  slow.config.ppu.entries_per_cycle = 1;
  const LockstepResult result = slow.run();
  EXPECT_EQ(result.log.steps[1].swap, Cycles{13});
  EXPECT_EQ(result.log.steps[1].done, Cycles{21});
  EXPECT_EQ(result.log.steps[2].release, 9u);
  EXPECT_EQ(result.log.steps[2].end, Cycles{16});
  EXPECT_EQ(result.cycles, 30u);
  EXPECT_EQ(result.pe_cycles[0], (Owners{13, 0, 5, 0, 3, 6, 3}));
}

TEST(Lockstep, WeightsArriveAsTheMemoryAllows) {
  // One byte per cycle, latency 10, bursts of 3, 3 and 2 bytes; the entries end at bytes 3, 5 and 8.
  // Served in 1-4, 4-7, 7-9: ready in 14, 17, 19. Issues there; end 21, PPU 22.
  Case starved(3, 1, 1, 1, {1, 1, 1}, {1, 1, 1});
  starved.config.dram.bandwidth = 1;
  starved.config.dram.latency = 10;
  starved.config.dram.burst_bytes = 3;
  LockstepResult result = starved.run();
  EXPECT_EQ(result.cycles, 23u);
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 0, 17, 2, 3}));
  EXPECT_EQ(result.dram_weight_bytes, 8u);

  // With a buffer of 6 bytes the third burst is requested in 15, after the delivery in 14: served in 16-18,
  // ready in 28.
  starved.config.weight_broadcast.buffer_bytes = 6;
  result = starved.run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{30});
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 0, 26, 2, 3}));
}

TEST(Lockstep, StreamedInputIsWaitedForBeforeWeights) {
  // One byte per cycle: three bytes of weights in 1-4, three of input in 4-7, latency 1: ready in 5 and 8.
  Case streamed(1, 1, 1, 1, {2}, {3});
  streamed.config.dram.bandwidth = 1;
  streamed.layer.input = InputLocation::dram;
  const LockstepResult result = streamed.run();
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 8, 0, 2, 1}));
  EXPECT_EQ(result.dram_input_bytes, 3u);
  EXPECT_FALSE(result.input_spilled);
}

TEST(Lockstep, APassIsFetchedAfterThePassBeforeItBegins) {
  // Two groups, one step each. One byte per cycle, latency 1. Cycle 0: weights of both passes (3 bytes each)
  // and the input of pass 0; pass 1's input is asked for in 1. Served in 1-4, 4-7, 7-10, 10-13: the inputs
  // are ready in 11 and 14. Step 0: issue 11, end 13. Step 1: released in 14, issue 14, end 16, PPU 17.
  Case groups(1, 2, 1, 1, {1, 1}, {1, 1});
  groups.layer.shape.C = groups.layer.shape.groups = 2;
  groups.config.dram.bandwidth = 1;
  groups.layer.input = InputLocation::dram;
  LockstepResult result = groups.run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{13});
  EXPECT_EQ(result.log.steps[1].end, Cycles{16});
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 11, 0, 4, 2}));
  // Room for one burst: pass 1's is posted in 11, when pass 0's is ready, and ready in 16.
  groups.config.activation_loader.buffer_bytes = 3;
  result = groups.run();
  EXPECT_EQ(result.log.steps[1].end, Cycles{18});
}

TEST(Lockstep, SpilledOutputsAreWrittenToDram) {
  // No OARAM. Posted in 6 = done, served from 7 on, ready in 9.
  Case spill(1, 1, 1, 1, {2}, {3});
  spill.config.activation_ram.oaram_bytes = 1;
  const LockstepResult result = spill.run();
  EXPECT_TRUE(result.output_spilled);
  EXPECT_EQ(result.dram_output_bytes, 3u);
  EXPECT_EQ(result.cycles, 9u);
  EXPECT_EQ(result.pe_cycles[0], (Owners{3, 0, 0, 0, 3, 2, 1}));
}

TEST(Lockstep, SwitchingBlocksCostsIssueCycles) {
  // Issues 3 and 6, end 8.
  Case blocks(2, 1, 1, 1, {1, 1}, {1, 1});
  blocks.config.pe.block_switch_cycles = 2;
  const LockstepResult result = blocks.run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{8});
  EXPECT_EQ(result.pe_cycles[0], (Owners{1, 0, 0, 0, 3, 2, 4}));
}

TEST(Lockstep, ProductsOfOneIssueMerge) {
  // w0 x a0 and w1 x a1 meet in the only output; the other two are outside. One bank: two cycles or, merged,
  // one.
  Case merge(1, 1, 2, 2, {1, 1}, {3, 4});
  merge.config.multiplier_array.f = merge.config.multiplier_array.i = 2;
  merge.config.accumulator.banks = 1;
  LockstepResult result = merge.run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{6});
  EXPECT_EQ(result.accumulator_updates, 2u);
  EXPECT_EQ(result.multiplies, 4u);
  merge.config.accumulator.merge = MergeMode::issue;
  result = merge.run();
  EXPECT_EQ(result.log.steps[0].end, Cycles{5});
  EXPECT_EQ(result.accumulator_updates, 1u);
  EXPECT_EQ(result.useful_multiplies, 2u);
  EXPECT_EQ(result.sums.data, std::vector<std::int64_t>{7});
}

/// K = 1, `C` channels, a full 2x2 filter on a 2x2 plane: one output.
Case two_by_two(std::uint32_t C, Granularity granularity) {
  Case square(C, 1, 2, 2, std::vector<std::int16_t>(4 * C, 1), std::vector<std::int16_t>(4 * C, 1));
  square.layer.shape.H = square.layer.shape.R = 2;
  square.layer.granularity = granularity;
  square.config.multiplier_array.f = 4;
  return square;
}

TEST(Lockstep, VectorsAreAlignedToGrains) {
  Case aligned = two_by_two(1, Granularity::vector);
  EXPECT_EQ(aligned.run().owned_by(CycleOwner::issue), 4u);  // four weights at once, four activations
  aligned.config.accumulator.merge = MergeMode::grain;
  EXPECT_EQ(aligned.run().owned_by(CycleOwner::issue), 8u);  // two vectors of two
  aligned.layer.granularity = Granularity::element;
  EXPECT_EQ(aligned.run().owned_by(CycleOwner::issue), 4u);
}

TEST(Lockstep, OneIndexPerGrainSavesBytes) {
  Case vector = two_by_two(1, Granularity::vector);
  EXPECT_EQ(vector.run().dram_weight_bytes, 10u);  // 4 x 20 bits
  vector.config.weights.index_per = IndexPer::grain;
  EXPECT_EQ(vector.run().dram_weight_bytes, 9u);  // 4 x 16 + 2 x 4
  Case kernel = two_by_two(2, Granularity::kernel);
  kernel.config.weights.index_per = IndexPer::grain;
  EXPECT_EQ(kernel.run().dram_weight_bytes, 17u);  // 2 x (4 x 16 + 4) = 136
  Case filter = two_by_two(3, Granularity::filter);
  filter.config.weights.index_per = IndexPer::grain;
  EXPECT_EQ(filter.run().dram_weight_bytes, 25u);  // 3 x 64 + 4 = 196
}

TEST(Lockstep, HaloWordsTravelBeforePostProcessing) {
  // Two PEs of two columns, a filter of three: one word each way. End 6, links in 7, arrival 8, PPU 8.
  Case halo(1, 1, 4, 3, {1, 1, 1}, {1, 2, 3, 4});
  halo.layer.shape.pad_left = halo.layer.shape.pad_right = 1;
  halo.config.pe_array.columns = 2;
  halo.config.multiplier_array.f = 3;
  const LockstepResult result = halo.run();
  EXPECT_EQ(result.log.steps[0].end, (Cycles{6, 6}));
  EXPECT_EQ(result.log.steps[0].done, (Cycles{8, 8}));
  EXPECT_EQ(result.halo_words, 2u);
  EXPECT_EQ(result.sums.data, (std::vector<std::int64_t>{3, 6, 9, 7}));
}

TEST(Lockstep, HaloWordsGoHopByHop) {
  // Three PEs of one column, everyone reaches everyone. End = swap 5, one word per cycle and link.
  // 0 -> 1: two words in 6, 7, arrival 8. 1 -> 2: its own in 6, arrival 7; PE 0's in 8, arrival 9. The same
  // westwards. PE 1 has received everything in 8 but sends until 9. PPU 9.
  Case hops(1, 1, 3, 5, {1, 1, 1, 1, 1}, {1, 2, 3});
  hops.layer.shape.pad_left = hops.layer.shape.pad_right = 2;
  hops.config.pe_array.columns = 3;
  hops.config.multiplier_array.f = 5;
  hops.config.ppu.halo_words_per_cycle = 1;
  const LockstepResult result = hops.run();
  EXPECT_EQ(result.log.steps[0].swap, (Cycles{5, 5, 5}));
  EXPECT_EQ(result.log.steps[0].done, (Cycles{9, 9, 9}));
  EXPECT_EQ(result.halo_words, 8u);
  EXPECT_EQ(result.sums.data, (std::vector<std::int64_t>{6, 6, 6}));
}

TEST(Lockstep, HaloWordsTurnTheCornerAfterAllRowArrivals) {
  // 2x2 PEs of one position, 3x3 filter, padding 1: every PE sends 3 words. Row links carry two each (the
  // neighbour's and the one for the other row): 6, arrival 7 (at 4 words per cycle). Column links wait for
  // that: two words in 7, arrival 8. PPU 8.
  Case corner(1, 1, 2, 3, std::vector<std::int16_t>(9, 1), {1, 2, 3, 4});
  corner.layer.shape.H = 2;
  corner.layer.shape.R = 3;
  corner.layer.shape.pad_top = corner.layer.shape.pad_bottom = 1;
  corner.layer.shape.pad_left = corner.layer.shape.pad_right = 1;
  corner.config.pe_array.rows = corner.config.pe_array.columns = 2;
  corner.config.multiplier_array.f = 9;
  const LockstepResult result = corner.run();
  EXPECT_EQ(result.log.steps[0].swap, (Cycles{5, 5, 5, 5}));
  EXPECT_EQ(result.log.steps[0].done, (Cycles{8, 8, 8, 8}));
  EXPECT_EQ(result.halo_words, 16u);  // 4 x (1 + 1 + 2)
  EXPECT_EQ(result.sums.data, (std::vector<std::int64_t>{10, 10, 10, 10}));
}

TEST(Lockstep, TilesAreCutUntilTheAccumulatorsSuffice) {
  // One bank of four words: four channels of one position, so kc = 4 and sixteen tiles.
  Case cut(1, 8, 4, 1, std::vector<std::int16_t>(8, 1), std::vector<std::int16_t>(16, 1));
  cut.layer.shape.H = 4;
  cut.config.accumulator.banks = 1;
  cut.config.accumulator.entries = 4;
  const LockstepResult result = cut.run();
  EXPECT_EQ(result.kc, 4u);
  EXPECT_EQ(result.temporal_tiles, 16u);
  EXPECT_EQ(result.log.steps.size(), 32u);
}

TEST(Lockstep, ALayerThatCannotBeCutIsRefused) {
  Case cut(1, 8, 4, 1, std::vector<std::int16_t>(8, 1), std::vector<std::int16_t>(4, 1));
  cut.config.activation_ram.overflow = RamOverflow::retile;
  cut.config.activation_ram.oaram_bytes = 20;  // half of it: four words, but a position has eight
  EXPECT_THROW(cut.run(), UserError);
  cut.config.activation_ram.oaram_bytes = 40;
  EXPECT_EQ(cut.run().temporal_tiles, 4u);

  Case wide(1, 1, 5, 1, {1}, {1, 1, 1, 1, 1});
  wide.layer.shape.S = 3;
  wide.tensors.weights = Tensor<std::int16_t>({1, 1, 1, 3});
  wide.config.accumulator.banks = 1;
  wide.config.accumulator.entries = 4;  // a region of 3 + 2 columns
  EXPECT_THROW(wide.run(), UserError);
}

}  // namespace
}  // namespace scnnsim::lockstep
