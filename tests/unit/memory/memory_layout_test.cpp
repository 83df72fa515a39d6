// SPDX-License-Identifier: Apache-2.0
#include "models/memory/memory_layout.h"

#include <gtest/gtest.h>

#include "sim/mapping/layer_mapper.h"
#include "tests/support/tiny_layers.h"

namespace scnnsim {
namespace {

/// Two steps of one filter on two PEs, each of which owns `rows` x 4 outputs.
MemoryLayout layout_of_two_steps(std::uint32_t rows, const Tensor<std::int16_t>* written = nullptr) {
  MachineConfig config;
  config.pe_array.rows = 1;
  config.pe_array.columns = 2;
  config.mapping.kc = 1u;
  LayerShape shape;
  shape.K = 2;
  shape.H = rows;
  shape.W = 8;
  const TinyLayer layer = tiny_layer(shape, {1, 1}, std::vector<std::int16_t>(std::size_t{rows} * 8, 1));
  EncodedLayer encoded(layer.description, layer.tensors);
  LayerProgram program = map_layer(config, layer.description, encoded, nullptr, nullptr).program;
  program.output_spilled = true;
  return layout_of(program, config, written);
}

TEST(MemoryLayout, OutputsOfAStepLieSideBySide) {
  const MemoryLayout layout = layout_of_two_steps(8);  // 32 words of 20 bits: 80 B, two areas of 64 B
  ASSERT_EQ(layout.outputs.size(), 4u);
  const std::uint64_t first = layout.outputs[0];
  EXPECT_EQ(first % MemoryLayout::region_alignment, 0u);
  EXPECT_EQ(layout.outputs, (std::vector<std::uint64_t>{first, first + 128, first + 256, first + 384}));
  EXPECT_EQ(layout.bytes, first + 384 + 80);
}

TEST(MemoryLayout, AWrittenTensorTakesTheRoomOfItsOwnWords) {
  const Tensor<std::int16_t> pooled({2, 4, 4});  // 8 words of 20 bits
  const MemoryLayout layout = layout_of_two_steps(8, &pooled);
  EXPECT_EQ(layout.outputs[1], layout.outputs[0] + 64);
  EXPECT_EQ(layout.bytes, layout.outputs[3] + 20);
}

}  // namespace
}  // namespace scnnsim
