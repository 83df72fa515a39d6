// SPDX-License-Identifier: Apache-2.0
// int16 tensors at full scale: sums beyond 32 bits, exact on both engines.
#include <gtest/gtest.h>

#include <random>

#include "tests/support/tiny_layers.h"

namespace scnnsim {
namespace {

LayerShape square(std::uint32_t C, std::uint32_t K, std::uint32_t plane, std::uint32_t filter) {
  LayerShape shape;
  shape.C = C, shape.K = K;
  shape.H = shape.W = plane;
  shape.R = shape.S = filter;
  return shape;
}

LayerResult by_engine(const MachineConfig& config, const TinyLayer& layer, EngineKind engine) {
  SimulationOptions options;
  options.engine = engine;
  return simulate(config, layer, options);
}

void expect_exact(const MachineConfig& config, const TinyLayer& layer) {
  for (const EngineKind engine : {EngineKind::product, EngineKind::batched, EngineKind::automatic}) {
    const LayerResult result = by_engine(config, layer, engine);
    EXPECT_EQ(result.verified, Verified::yes) << result.first_mismatch;
  }
}

TEST(WideSums, ThreeLargestProducts) {
  TinyLayer layer = tiny_layer(square(3, 1, 1, 1), {32767, 32767, 32767}, {32767, 32767, 32767});
  expect_exact(tiny_machine(), layer);
  EXPECT_EQ(by_engine(tiny_machine(), layer, EngineKind::automatic).accumulator_overflows, 1u);
  layer.tensors.output = Tensor<std::int64_t>({1, 1, 1});
  layer.tensors.output->as<std::int64_t>().data = {3221028867};
  expect_exact(tiny_machine(), layer);
  layer.tensors.output->as<std::int64_t>().data = {3221028867 - (std::int64_t{1} << 32)};
  EXPECT_EQ(by_engine(tiny_machine(), layer, EngineKind::batched).verified, Verified::no);
}

TEST(WideSums, MostNegativeOperandsInPairs) {
  const std::vector<std::int16_t> lowest(4 * 9, -32768);
  TinyLayer layer = tiny_layer(square(4, 1, 3, 3), lowest, lowest);
  layer.description.output_shift = 31;
  expect_exact(tiny_machine(2), layer);
}

/// Halo words, several passes and PEs, merging.
TEST(WideSums, NormalWeightsOnManyPes) {
  std::mt19937_64 random(5);
  const auto normal = [&](std::size_t count, int zeros) {
    std::vector<std::int16_t> values(count);
    for (std::int16_t& value : values) {
      std::int64_t draw = 0;
      for (int i = 0; i < 4; ++i) draw += static_cast<std::int64_t>(random() % 16384) - 8192;
      value = static_cast<int>(random() % 10) < zeros ? std::int16_t{0} : static_cast<std::int16_t>(draw);
    }
    return values;
  };
  TinyLayer layer = tiny_layer(square(64, 4, 9, 3), normal(64 * 4 * 9, 3), normal(64 * 81, 4));
  layer.description.after = {"relu"};
  layer.tensors.bias = Tensor<std::int32_t>({4});
  layer.tensors.bias->data = {INT32_MAX, INT32_MIN, 0, -7};
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 3;
  config.accumulator.entries = 4;
  for (const MergeMode merge : {MergeMode::none, MergeMode::issue}) {
    config.accumulator.merge = merge;
    expect_exact(config, layer);
    EXPECT_GT(by_engine(config, layer, EngineKind::automatic).accumulator_overflows, 0u);
  }
}

}  // namespace
}  // namespace scnnsim
