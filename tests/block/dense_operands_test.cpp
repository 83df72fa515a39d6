// SPDX-License-Identifier: Apache-2.0
// SCNN-SparseA and SCNN-SparseW on tiny layers, cycles and counters computed by hand from models/README.md
// section 2, "Dense operands". On tiny_machine() the first weights are there in cycle 3, a product issued in
// t is accumulated in t + 2, and four outputs leave the PPU per cycle.
#include "tests/support/cycle_expectations.h"

namespace scnnsim {
namespace {

constexpr OperandForms dense_weights{false, true};
constexpr OperandForms dense_activations{true, false};

/// Three filters of one weight, the second one zero, over three activations, the second one zero: outputs
/// 15 0 21 / 0 0 0 / 20 0 28.
TinyLayer one_zero_on_each_side() {
  LayerShape shape;
  shape.K = 3;
  shape.W = 3;
  return tiny_layer(shape, {3, 0, 4}, {5, 0, 7});
}

// Both sides compressed: two weights (5 B) and two activations. Issues 3-6, end 8, PPU 9-11 (9 outputs).
TEST(DenseOperands, CompressedSidesSkipTheirZeros) {
  const LayerResult result = simulate(tiny_machine(), one_zero_on_each_side());
  expect_cycles(result, 12, {3, 0, 0, 0, 3, 2, 4});
  EXPECT_EQ(result.multiplies, 4u);
  EXPECT_EQ(result.dram_weight_bytes, 5u);
}

// Three weights of 16 bits (6 B), two activations of 20: six issues in 3-8, end 10, PPU 11-13. Of the six
// products two are those of the zero weight; they are multiplied, travel and are accumulated.
TEST(DenseOperands, ZerosOfDenseWeightsTakeLanes) {
  const LayerResult result = simulate(tiny_machine(), one_zero_on_each_side(), {}, dense_weights);
  expect_cycles(result, 14, {3, 0, 0, 0, 3, 2, 6});
  EXPECT_EQ(result.multiplies, 6u);
  EXPECT_EQ(result.useful_multiplies, 6u);
  EXPECT_EQ(result.placeholders, 0u);
  EXPECT_EQ(result.iaram_reads, 2u);
  EXPECT_EQ(result.weight_fifo_writes, 3u);
  EXPECT_EQ(result.weight_fifo_reads, 6u);
  EXPECT_EQ(result.accumulator_updates, 6u);
  EXPECT_EQ(result.oaram_writes, 4u);  // outputs stay compressed
  EXPECT_EQ(result.ppu_entries, 9u);
  EXPECT_EQ(result.dram_weight_bytes, 6u);
}

// Two weights of 20 bits (5 B), three activations of 16: six issues in 3-8, end 10, PPU 11-13.
TEST(DenseOperands, ZerosOfDenseActivationsTakeLanes) {
  const LayerResult result = simulate(tiny_machine(), one_zero_on_each_side(), {}, dense_activations);
  expect_cycles(result, 14, {3, 0, 0, 0, 3, 2, 6});
  EXPECT_EQ(result.multiplies, 6u);
  EXPECT_EQ(result.useful_multiplies, 6u);
  EXPECT_EQ(result.placeholders, 0u);
  EXPECT_EQ(result.iaram_reads, 3u);
  EXPECT_EQ(result.weight_fifo_writes, 2u);
  EXPECT_EQ(result.weight_fifo_reads, 6u);
  EXPECT_EQ(result.accumulator_updates, 6u);
  EXPECT_EQ(result.oaram_writes, 9u);  // outputs are dense as well
  EXPECT_EQ(result.dram_weight_bytes, 5u);
}

// A channel without weights is passed over when weights are compressed: issue 3, end 5, PPU 6. When they are
// dense its zero weight meets its activation in 4: end 6, PPU 7.
TEST(DenseOperands, NoBlockOfDenseWeightsIsEmpty) {
  LayerShape shape;
  shape.C = 2;
  const TinyLayer layer = tiny_layer(shape, {3, 0}, {5, 7});
  expect_cycles(simulate(tiny_machine(), layer), 7, {1, 0, 0, 0, 3, 2, 1});
  expect_cycles(simulate(tiny_machine(), layer, {}, dense_weights), 8, {1, 0, 0, 0, 3, 2, 2});
}

// A value after 17 zeros costs one placeholder when it is compressed, and 17 zeros when it is not: 18 issues
// in 3-20, end 22, PPU 23-27 (18 outputs).
TEST(DenseOperands, LongGapsOfDenseActivationsNeedNoPlaceholders) {
  LayerShape shape;
  shape.W = 18;
  std::vector<std::int16_t> activations(18);
  activations.back() = 5;
  const TinyLayer layer = tiny_layer(shape, {3}, activations);
  const LayerResult compressed = simulate(tiny_machine(), layer);
  EXPECT_EQ(compressed.multiplies, 1u);
  EXPECT_EQ(compressed.placeholders, 1u);
  const LayerResult dense = simulate(tiny_machine(), layer, {}, dense_activations);
  expect_cycles(dense, 28, {5, 0, 0, 0, 3, 2, 18});
  EXPECT_EQ(dense.multiplies, 18u);
  EXPECT_EQ(dense.placeholders, 0u);
}

/// Stride 2, a filter of three taps: channel 0 has the even columns under taps 0 and 2, channel 1 the odd
/// ones under tap 1. Channel 1's second tap does not exist, its third position holds no input.
TinyLayer strided(std::vector<std::int16_t> weights) {
  LayerShape shape;
  shape.W = 5;
  shape.S = 3;
  shape.stride_w = 2;
  return tiny_layer(shape, std::move(weights), {1, 1, 1, 1, 1});
}

// Channel 0: three activations x two weights, four of them for outputs 0 and 1; channel 1: two activations x
// one zero weight. Issues 3-10, end 12, PPU 13.
TEST(DenseOperands, TapsThatAStridedFilterDoesNotHaveAreNoWeights) {
  const LayerResult result = simulate(tiny_machine(), strided({2, 0, 3}), {}, dense_weights);
  expect_cycles(result, 14, {1, 0, 0, 0, 3, 2, 8});
  EXPECT_EQ(result.weight_fifo_writes, 3u);
  EXPECT_EQ(result.multiplies, 8u);
  EXPECT_EQ(result.useful_multiplies, 6u);
}

// Channel 0 as before; channel 1: three activations, the last of which lies outside the outputs. Issues 3-11;
// the last product that enters the network does so in 10: end 12, PPU 13.
TEST(DenseOperands, PositionsOfAPhaseThatHoldNoInputAreDenseActivations) {
  const LayerResult result = simulate(tiny_machine(), strided({2, 4, 3}), {}, dense_activations);
  expect_cycles(result, 14, {1, 0, 0, 0, 3, 1, 9});
  EXPECT_EQ(result.iaram_reads, 6u);
  EXPECT_EQ(result.multiplies, 9u);
  EXPECT_EQ(result.useful_multiplies, 6u);
}

// 1 B per cycle: the weight (3 B) is transferred in 1-3, the input (3 x 2 B) in 4-9, there in 11. Issues
// 11-13, end 15, PPU 16.
TEST(DenseOperands, DenseInputsCrossDramWithTheirZerosAndWithoutIndices) {
  MachineConfig config = tiny_machine();
  config.dram.bandwidth = 1;
  LayerShape shape;
  shape.W = 3;
  TinyLayer layer = tiny_layer(shape, {3}, {5, 0, 7});
  layer.description.input = InputLocation::dram;
  const LayerResult result = simulate(config, layer, {}, dense_activations);
  expect_cycles(result, 17, {1, 0, 0, 11, 0, 2, 3});
  EXPECT_EQ(result.dram_input_bytes, 6u);
}

// 17 B hold eight dense outputs, one too few: 18 B are written in cycle 13 = done, reach the memory in 14,
// are done by 14 + 0.36 + 1, that is in cycle 16. The four words of the compressed outputs (10 B) fit.
TEST(DenseOperands, DenseOutputsSpillByWordsWithoutIndices) {
  MachineConfig config = tiny_machine();
  config.activation_ram.oaram_bytes = 17;
  const LayerResult dense = simulate(config, one_zero_on_each_side(), {}, dense_activations);
  expect_cycles(dense, 16, {5, 0, 0, 0, 3, 2, 6});
  EXPECT_TRUE(dense.output_spilled);
  EXPECT_EQ(dense.dram_output_bytes, 18u);
  EXPECT_FALSE(simulate(config, one_zero_on_each_side(), {}, dense_weights).output_spilled);
  config.activation_ram.oaram_bytes = 18;
  EXPECT_FALSE(simulate(config, one_zero_on_each_side(), {}, dense_activations).output_spilled);
}

// 5 B hold two activations: two of 20 bits, or two of 16.
TEST(DenseOperands, DenseInputsSpillByWordsWithoutIndices) {
  MachineConfig config = tiny_machine();
  config.activation_ram.iaram_bytes = 5;
  EXPECT_FALSE(simulate(config, one_zero_on_each_side()).input_spilled);
  EXPECT_TRUE(simulate(config, one_zero_on_each_side(), {}, dense_activations).input_spilled);
  config.activation_ram.iaram_bytes = 6;
  EXPECT_FALSE(simulate(config, one_zero_on_each_side(), {}, dense_activations).input_spilled);
}

// Two rows of two weights, pruned by vector, merged by grain: aligned to grains the compressed block takes a
// vector per stored row, the dense one as many as its four words fill, one.
TEST(DenseOperands, DenseWeightsAreNotAlignedToGrains) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.f = 4;
  config.accumulator.merge = MergeMode::grain;
  EXPECT_EQ(simulate(config, two_kernel_rows()).owned_by(CycleOwner::issue), 2u);
  EXPECT_EQ(simulate(config, two_kernel_rows(), {}, dense_weights).owned_by(CycleOwner::issue), 1u);
}

}  // namespace
}  // namespace scnnsim
