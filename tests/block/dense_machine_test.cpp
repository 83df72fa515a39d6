// SPDX-License-Identifier: Apache-2.0
// The dense machines on tiny layers, cycles computed by hand from models/README.md section 8. On
// tiny_machine() weights that come in one burst are there three cycles after their request, and four outputs
// leave the PPU per cycle.
#include "sim/architectures/dense.h"
#include "tests/support/cycle_expectations.h"

namespace scnnsim {
namespace {

void expect_dense_cycles(const MachineConfig& config, const TinyLayer& layer, DenseKind kind, Cycle cycles,
                         const Owners& owners) {
  LayerResult result = simulate_dense_layer(config, layer.description, layer.tensors, {}, kind);
  EXPECT_EQ(result.verified, Verified::off);  // it computes no values
  result.verified = Verified::yes;
  expect_cycles(result, cycles, owners);
}

// Three channels on two multipliers: two dot products for each of two outputs: 3-6, PPU 7.
TEST(DenseMachine, OneDotProductPerCycle) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.f = 2;
  expect_dense_cycles(config, pointwise(3, 1, 2), DenseKind::plain, 8, {1, 0, 0, 0, 3, 0, 4});
}

// Two PEs with two outputs and one, two OCGs of one channel. PE 0: 3-4 and 5-6, PPU 7. PE 1: 3, barrier in 4,
// 5, idle 6-7.
TEST(DenseMachine, BarrierReleasesTheNextGroupOneCycleAfterTheLastPe) {
  MachineConfig config = tiny_machine(2);
  config.mapping.kc = 1;
  expect_dense_cycles(config, pointwise(1, 2, 3), DenseKind::plain, 8, {3, 1, 0, 0, 6, 0, 6});
}

// Two groups of three filters over four outputs, Kc 2, one output per cycle: steps of 8, 4, 8 and 4 cycles.
//   step 0: 3-10, swap 10, PPU 11-18
//   step 1: 11-14 into the other copy; its swap waits for the PPU: 18, PPU 19-22
//   step 2: released in 15, goes in 19: 19-26, swap 26, PPU 27-34
//   step 3: 27-30, swap 34, PPU 35-38
TEST(DenseMachine, PeWaitsForThePpuToFreeAnAccumulatorCopy) {
  MachineConfig config = tiny_machine();
  config.mapping.kc = 2;
  config.ppu.entries_per_cycle = 1;
  LayerShape shape;
  shape.C = shape.groups = 2;
  shape.K = 6;
  shape.W = 4;
  const TinyLayer layer = tiny_layer(shape, std::vector<std::int16_t>(6, 3), std::vector<std::int16_t>(8, 2));
  expect_dense_cycles(config, layer, DenseKind::plain, 39, {8, 0, 4, 0, 3, 0, 24});
}

// 1 B per cycle: the weight (2 B) is transferred in 1-2, there in 4; the input (4 x 2 B) in 3-10, there
// in 12. Dot products 4-7, end 12, PPU 13. Compressed, its one value (20 bits, 3 B) takes the time of dense
// words.
TEST(DenseMachine, InputFromDramHoldsTheEndOfTheFirstStep) {
  MachineConfig config = tiny_machine();
  config.dram.bandwidth = 1;
  LayerShape shape;
  shape.W = 4;
  TinyLayer layer = tiny_layer(shape, {3}, {5, 0, 0, 0});
  layer.description.input = InputLocation::dram;
  const Owners owners{1, 0, 0, 5, 4, 0, 4};
  expect_dense_cycles(config, layer, DenseKind::plain, 14, owners);
  expect_dense_cycles(config, layer, DenseKind::gated, 14, owners);
  const auto bytes = [&](DenseKind kind) {
    return simulate_dense_layer(config, layer.description, layer.tensors, {}, kind).dram_input_bytes;
  };
  EXPECT_EQ(bytes(DenseKind::plain), 8u);
  EXPECT_EQ(bytes(DenseKind::gated), 3u);
}

// A filter of three taps, the second one zero, over three activations, the second one zero, a column of
// padding on each side: nine multiplies. Output q reads x = q + s - 1: neither operand is zero only in 5 x 3
// and 7 x 4, both for output 1. 5 is read under taps 0 and 1, 7 under taps 1 and 2:
// four reads of weights.
TEST(DenseMachine, GatedMultipliersSkipZeroOperandsAndPadding) {
  LayerShape shape;
  shape.W = 3;
  shape.S = 3;
  shape.pad_left = shape.pad_right = 1;
  const TinyLayer layer = tiny_layer(shape, {3, 0, 4}, {5, 0, 7});
  const LayerResult result =
      simulate_dense_layer(tiny_machine(), layer.description, layer.tensors, {}, DenseKind::gated);
  EXPECT_EQ(result.multiplies, 9u);
  EXPECT_EQ(result.gated_multiplies, 7u);
  EXPECT_EQ(result.weight_fifo_reads, 4u);
}

}  // namespace
}  // namespace scnnsim
