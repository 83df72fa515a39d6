// SPDX-License-Identifier: Apache-2.0
// What machines share of a layer is known by all that it depends on, and by nothing else.
#include "sim/mapping/encoded_layer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "sim/mapping/layer_mapper.h"
#include "tests/support/config_variants.h"
#include "traces/generate.h"

namespace scnnsim {
namespace {

bool same(const WeightStream& a, const WeightStream& b) {
  const auto equal = [](const auto& one, const auto& other, const auto& fields) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [&](const auto& x, const auto& y) { return fields(x) == fields(y); });
  };
  return equal(a.words, b.words, [](const WeightWord& w) { return std::tie(w.value, w.k, w.r, w.s); }) &&
         equal(a.vectors, b.vectors,
               [](const WeightVector& v) { return std::tie(v.first_word, v.words, v.values, v.end_byte); }) &&
         equal(a.blocks, b.blocks,
               [](const WeightBlock& block) { return std::tie(block.first_vector, block.vectors); }) &&
         std::tie(a.channel_used, a.bytes, a.is_dense) == std::tie(b.channel_used, b.bytes, b.is_dense);
}

bool same(const Rectangle& a, const Rectangle& b) {
  return a.rows == b.rows && a.columns == b.columns;
}

bool same(const PeTile& a, const PeTile& b) {
  const auto equal_blocks = [](const CompressedBlock& one, const CompressedBlock& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](const CompressedEntry& x, const CompressedEntry& y) {
                        return x.value == y.value && x.zeros_before == y.zeros_before;
                      });
  };
  return same(a.input, b.input) && same(a.outputs, b.outputs) &&
         std::equal(a.activations.begin(), a.activations.end(), b.activations.begin(), b.activations.end(),
                    equal_blocks);
}

bool same(const Pass& a, const Pass& b) {
  return a.group == b.group && same(a.outputs, b.outputs) && a.counting == b.counting &&
         std::equal(a.tiles.begin(), a.tiles.end(), b.tiles.begin(), b.tiles.end(),
                    [](const PeTile& one, const PeTile& other) { return same(one, other); });
}

template <class T>
bool same(const SharedList<T>& a, const SharedList<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const T& one, const T& other) { return same(one, other); });
}

/// A layer of two groups with few activations, whose weights are pruned by rows: every key has something to
/// change.
class EncodedLayerTest : public ::testing::Test {
 protected:
  EncodedLayerTest() {
    NetworkLayer layer;
    layer.description.name = "conv";
    LayerShape& shape = layer.description.shape;
    shape.C = 12;
    shape.K = 24;
    shape.H = shape.W = 17;
    shape.R = shape.S = 3;
    shape.groups = 2;
    layer.input_density = 0.06;
    GenerateOptions options;
    options.granularity = Granularity::vector;
    options.weight_density = 0.2;
    tensors_ = generate_layer(layer, options);
    // Rows with a zero inside: storing whole rows differs from storing values.
    for (std::size_t i = 0; i < tensors_.weights.size(); i += 7) tensors_.weights.data[i] = 0;
    description_ = layer.description;
    config_.pe_array.rows = config_.pe_array.columns = 2;
  }

  MappedLayer map(const MachineConfig& config, EncodedLayer& encoded, OperandForms forms = {}) const {
    return map_layer(config, description_, encoded, nullptr, &outputs_, forms);
  }
  MappedLayer map_afresh(const MachineConfig& config, OperandForms forms = {}) const {
    EncodedLayer encoded(description_, tensors_);
    return map(config, encoded, forms);
  }

  LayerDescription description_;
  LayerTensors tensors_;
  MachineConfig config_;
  Tensor<std::int16_t> outputs_{{24, 15, 15}};
};

TEST_F(EncodedLayerTest, weights_change_exactly_with_their_encoding) {
  for (const OperandForms forms : {OperandForms{}, OperandForms{false, true}}) {
    const MappedLayer base = map_afresh(config_, forms);
    std::size_t changed = 0;
    for (const ConfigVariant& variant : variants_of(config_)) {
      const MappedLayer other = map_afresh(variant.config, forms);
      EXPECT_EQ(other.weights == base.weights, same(other.program.streams, base.program.streams))
          << variant.change << (forms.compressed_weights ? "" : ", dense weights");
      changed += !(other.weights == base.weights);
    }
    EXPECT_GE(changed, 5u);
  }
}

TEST_F(EncodedLayerTest, activations_change_exactly_with_their_encoding) {
  for (const OperandForms forms : {OperandForms{}, OperandForms{true, false}}) {
    const MappedLayer base = map_afresh(config_, forms);
    std::size_t changed = 0;
    for (const ConfigVariant& variant : variants_of(config_)) {
      const MappedLayer other = map_afresh(variant.config, forms);
      EXPECT_EQ(other.tiles == base.tiles, same(other.program.passes, base.program.passes))
          << variant.change << (forms.compressed_activations ? "" : ", dense activations");
      changed += !(other.tiles == base.tiles);
    }
    EXPECT_GE(changed, 5u);
  }
}

TEST_F(EncodedLayerTest, a_layer_that_machines_share_is_mapped_as_one_that_they_do_not) {
  EncodedLayer shared(description_, tensors_);
  for (int round = 0; round < 2; ++round)  // again, when the first forms have made room for others
    for (const ConfigVariant& variant : variants_of(config_)) {
      const LayerProgram program = map(variant.config, shared).program,
                         alone = map_afresh(variant.config).program;
      EXPECT_TRUE(same(program.streams, alone.streams)) << variant.change;
      EXPECT_TRUE(same(program.passes, alone.passes)) << variant.change;
      EXPECT_EQ(program.input_spilled, alone.input_spilled) << variant.change;
      EXPECT_EQ(program.output_spilled, alone.output_spilled) << variant.change;
      EXPECT_EQ(program.channel_end_bytes, alone.channel_end_bytes) << variant.change;
    }
}

TEST_F(EncodedLayerTest, what_is_asked_for_again_is_not_made_again) {
  EncodedLayer shared(description_, tensors_);
  const MappedLayer first = map(config_, shared);
  const std::size_t bytes = shared.bytes();
  MachineConfig faster = config_;
  faster.dram.bandwidth = 1;
  const MappedLayer second = map(faster, shared);
  EXPECT_EQ(first.program.streams.data(), second.program.streams.data());
  EXPECT_EQ(first.program.passes.data(), second.program.passes.data());
  EXPECT_EQ(shared.bytes(), bytes);
  EXPECT_GT(bytes, 0u);
}

TEST(RecentValues, the_least_recently_used_makes_room) {
  RecentValues<int, int> values(2);
  int made = 0;
  const auto make = [&made] { return ++made; };
  EXPECT_EQ(values.at(10, make), 1);
  EXPECT_EQ(values.at(20, make), 2);
  EXPECT_EQ(values.at(10, make), 1);
  EXPECT_EQ(values.at(30, make), 3);
  EXPECT_EQ(values.at(10, make), 1);
  EXPECT_EQ(values.at(20, make), 4);
  EXPECT_EQ(values.all().size(), 2u);
}

}  // namespace
}  // namespace scnnsim
