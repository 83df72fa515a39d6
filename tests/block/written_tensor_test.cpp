// SPDX-License-Identifier: Apache-2.0
// models/README.md section 6: the words of the tensor that is written after a layer.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/architectures/dense.h"
#include "tests/support/tiny_layers.h"

namespace scnnsim {
namespace {

/// One channel of 1 x 4, a 1 x 1 filter: outputs 1 2 3 4, two of them on each of two PEs.
TinyLayer four_outputs(const Shape& written, std::vector<std::int16_t> values) {
  LayerShape shape;
  shape.W = 4;
  TinyLayer layer = tiny_layer(shape, {1}, {1, 2, 3, 4});
  layer.description.after = {"add", "relu", "max_pool"};
  layer.tensors.written = Tensor<std::int16_t>(written);
  layer.tensors.written->data = std::move(values);
  return layer;
}

std::uint64_t stored_by(const LayerResult& result, const char* pe) {
  return (*result.counters).at(pe).at("writes").get<std::uint64_t>();
}

LayerResult simulated(const TinyLayer& layer, MachineConfig config = tiny_machine(2)) {
  SimulationOptions options;
  options.detail = CounterDetail::blocks;
  return simulate(config, layer, options);
}

TEST(WrittenTensor, ItsWordsGoToThePeThatOwnsTheirPosition) {
  // Columns 0 and 1 belong to output columns floor(j 4 / 2) = 0 and 2.
  const LayerResult pooled = simulated(four_outputs({1, 1, 2}, {7, 9}));
  EXPECT_EQ(stored_by(pooled, "pe_0_0.oaram"), 1u);
  EXPECT_EQ(stored_by(pooled, "pe_0_1.oaram"), 1u);
  EXPECT_EQ(pooled.verified, Verified::yes) << pooled.first_mismatch;
  // Three columns: 0, 1 and 2 belong to 0, 1 and 2.
  const LayerResult three = simulated(four_outputs({1, 1, 3}, {7, 9, 5}));
  EXPECT_EQ(stored_by(three, "pe_0_0.oaram"), 2u);
  EXPECT_EQ(stored_by(three, "pe_0_1.oaram"), 1u);
  // A plane of 1 x 1 belongs to the first output.
  const LayerResult one = simulated(four_outputs({1, 1, 1}, {7}));
  EXPECT_EQ(stored_by(one, "pe_0_0.oaram"), 1u);
  EXPECT_EQ(stored_by(one, "pe_0_1.oaram"), 0u);
  // A larger plane: rows and columns are repeated.
  const LayerResult larger = simulated(four_outputs({1, 2, 8}, std::vector<std::int16_t>(16, 1)));
  EXPECT_EQ(stored_by(larger, "pe_0_0.oaram"), 8u);
  EXPECT_EQ(stored_by(larger, "pe_0_1.oaram"), 8u);
  EXPECT_EQ(larger.verified, Verified::yes) << larger.first_mismatch;
}

TEST(WrittenTensor, DecidesTheOutputDensityAndNoCycle) {
  const LayerResult with = simulated(four_outputs({1, 1, 4}, {0, 9, 0, 0}));
  TinyLayer plain = four_outputs({1, 1, 4}, {0, 9, 0, 0});
  plain.description.after.clear();
  plain.tensors.written.reset();
  const LayerResult without = simulated(plain);
  EXPECT_EQ(with.output_density, 0.25);
  EXPECT_EQ(with.oaram_writes, 1u);
  EXPECT_EQ(without.oaram_writes, 4u);
  EXPECT_EQ(without.output_density, 1.0);
  EXPECT_EQ(with.cycles, without.cycles);
  EXPECT_EQ(with.ppu_entries, without.ppu_entries);
}

TEST(WrittenTensor, DecidesWhatCrossesDram) {
  MachineConfig config = tiny_machine(2);
  config.activation_ram.oaram_bytes = 5;  // two words of 20 bits
  const LayerResult fits = simulated(four_outputs({1, 1, 4}, {1, 1, 1, 1}), config);
  EXPECT_FALSE(fits.output_spilled);
  const LayerResult spills = simulated(four_outputs({1, 1, 6}, {1, 1, 1, 0, 0, 0}), config);
  EXPECT_TRUE(spills.output_spilled);
  EXPECT_EQ(spills.dram_output_bytes, 8u);  // three words of PE 0: 60 bits
}

TEST(WrittenTensor, IsKnownWithoutValues) {
  const TinyLayer layer = four_outputs({1, 1, 6}, {1, 1, 1, 0, 0, 0});
  SimulationOptions options;
  options.values = options.verify = false;
  const LayerResult result = simulate(tiny_machine(2), layer, options);
  EXPECT_EQ(result.output_density, 0.5);
  EXPECT_EQ(result.oaram_writes, 3u);
}

TEST(WrittenTensor, AWrongOutputIsStillNoticed) {
  TinyLayer layer = four_outputs({1, 1, 2}, {7, 9});
  layer.tensors.output = Tensor<std::int32_t>({1, 1, 4});  // all zero: wrong
  EXPECT_EQ(simulated(layer).verified, Verified::no);
}

TEST(WrittenTensor, OnDenseMachinesItsDenseWordsCount) {
  MachineConfig config = tiny_machine(2);
  const TinyLayer layer = four_outputs({1, 1, 3}, {0, 0, 5});
  for (const DenseKind kind : {DenseKind::plain, DenseKind::gated}) {
    config.dcnn.sram_bytes = 1 << 20;
    const LayerResult result = simulate_dense_layer(config, layer.description, layer.tensors, {}, kind);
    EXPECT_EQ(result.oaram_writes, 3u);
    EXPECT_EQ(result.ppu_entries, 4u);
    EXPECT_DOUBLE_EQ(result.output_density.value(), 1.0 / 3);
    config.dcnn.sram_bytes = 8;  // 2 bytes per PE for outputs: one word
    const LayerResult spilled = simulate_dense_layer(config, layer.description, layer.tensors, {}, kind);
    EXPECT_TRUE(spilled.output_spilled);
    // Dense: 2 words and 1 word of 16 bits. Compressed: no word and one of 20 bits.
    EXPECT_EQ(spilled.dram_output_bytes, kind == DenseKind::plain ? 4u + 2u : 0u + 3u);
  }
}

}  // namespace
}  // namespace scnnsim
