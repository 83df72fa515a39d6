// SPDX-License-Identifier: Apache-2.0
// The dense machines on tiny layers, cycles computed by hand from models/README.md section 8. On
// tiny_machine() weights that come in one burst are there three cycles after their request, and four outputs
// leave the PPU per cycle.
#include "sim/architectures/dense.h"
#include "sim/architectures/structured.h"
#include "tests/support/cycle_expectations.h"
#include "traces/support/error.h"

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

// The weights are there 2,000 cycles after their request, twice what the machine waits.
TEST(DenseMachine, GivesUpOnDramThatDoesNotAnswer) {
  MachineConfig config = tiny_machine();
  config.dram.latency = 2000;
  config.simulation.watchdog_cycles = 1000;
  const TinyLayer layer = pointwise(1, 1, 1);
  try {
    simulate_dense_layer(config, layer.description, layer.tensors, {}, DenseKind::plain);
    FAIL();
  } catch (const SimulationError& error) {
    EXPECT_NE(std::string(error.what()).find("simulation.watchdog_cycles = 1000"), std::string::npos)
        << error.what();
  }
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

template <class Simulation>
LayerResult run_layer(const MachineConfig& config, const TinyLayer& layer) {
  SharedLayer shared(layer.description, layer.tensors);
  return Simulation(config, shared, {}).run();
}

// Eight channels on two multipliers, 2:4: four weights stay, two dot products for each of two outputs: 3-6,
// PPU 7. Dense they are four each: 3-10, PPU 11. Four weights of 18 bits are 9 bytes, eight of 16 bits 16.
TEST(DenseMachine, NOfMTakesTheWeightsThatStay) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.f = 2;
  LayerShape shape;
  shape.C = 8;
  shape.W = 2;
  TinyLayer layer = tiny_layer(shape, {1, 0, 0, 2, 0, 3, 4, 0}, std::vector<std::int16_t>(16, 2));
  layer.description.granularity = Granularity::n_of_m(2, 4);
  const LayerResult sparse = run_layer<NOfMSimulation>(config, layer);
  expect_cycles(sparse, 8, {1, 0, 0, 0, 3, 0, 4});
  EXPECT_EQ(sparse.multiplies, 8u);
  EXPECT_EQ(sparse.accumulator_updates, 4u);
  EXPECT_EQ(sparse.dram_weight_bytes, 9u);
  EXPECT_EQ(sparse.iaram_reads, 16u);  // all activations come to the multiplexers
  layer.description.granularity = Granularity::element;
  const LayerResult dense = run_layer<NOfMSimulation>(config, layer);
  expect_cycles(dense, 12, {1, 0, 0, 0, 3, 0, 8});
  EXPECT_EQ(dense.dram_weight_bytes, 16u);
}

// Five channels, 2:4: two weights of the first four and the one of the last: three on two multipliers.
TEST(DenseMachine, ChannelsLeftOverByNOfMTakeTheirWeights) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.f = 2;
  LayerShape shape;
  shape.C = 5;
  TinyLayer layer = tiny_layer(shape, {1, 2, 0, 0, 3}, std::vector<std::int16_t>(5, 2));
  layer.description.granularity = Granularity::n_of_m(2, 4);
  EXPECT_EQ(run_layer<NOfMSimulation>(config, layer).multiplies, 3u);
  EXPECT_EQ(run_layer<NOfMSimulation>(config, layer).accumulator_updates, 2u);
  config.compression.index_bits = 1;  // holds no index of four channels
  EXPECT_EQ(run_layer<NOfMSimulation>(config, layer).multiplies, 5u);
  layer.tensors.weights.data = {1, 2, 3, 0, 0};
  config.compression.index_bits = 4;
  EXPECT_THROW(run_layer<NOfMSimulation>(config, layer), UserError);
}

// Three channels and two filters, of which filter 1 and channel 2 have no weights: what is left is a filter
// of two channels, one dot product for each of two outputs: 3-4, PPU 5. Filter 1 gives its bias.
TEST(DenseMachine, StructuredLeavesOutWhatHasNoWeights) {
  MachineConfig config = tiny_machine();
  config.multiplier_array.f = 2;
  LayerShape shape;
  shape.C = 3;
  shape.K = 2;
  shape.W = 2;
  TinyLayer layer = tiny_layer(shape, {5, 6, 0, 0, 0, 0}, std::vector<std::int16_t>(6, 2));
  layer.tensors.bias = Tensor<std::int32_t>({2});
  layer.tensors.bias->data = {1, 7};
  const LayerResult result = run_layer<StructuredSimulation>(config, layer);
  expect_cycles(result, 6, {1, 0, 0, 0, 3, 0, 2});
  EXPECT_EQ(result.multiplies, 4u);
  EXPECT_EQ(result.oaram_writes, 2u);
  EXPECT_EQ(result.iaram_reads, 4u);
  EXPECT_EQ(result.dram_weight_bytes, 4u);
  EXPECT_EQ(result.dense_macs, 12u);
}

// Two groups of two filters; one has one filter left, the other two: both run with two.
TEST(DenseMachine, GroupsKeepAsManyFiltersAsTheFullest) {
  LayerShape shape;
  shape.C = shape.groups = 2;
  shape.K = 4;
  const TinyLayer layer = tiny_layer(shape, {5, 6, 0, 8}, {2, 3});
  EXPECT_EQ(run_layer<StructuredSimulation>(tiny_machine(), layer).multiplies, 4u);
  const TinyLayer thin = tiny_layer(shape, {5, 0, 0, 8}, {2, 3});
  EXPECT_EQ(run_layer<StructuredSimulation>(tiny_machine(), thin).multiplies, 2u);
  const TinyLayer empty = tiny_layer(shape, {0, 0, 0, 0}, {2, 3});
  EXPECT_EQ(run_layer<StructuredSimulation>(tiny_machine(), empty).verified, Verified::yes);
}

}  // namespace
}  // namespace scnnsim
