// SPDX-License-Identifier: Apache-2.0
// The sums of the machine and of the reference against plain loops, on every instruction set that this
// machine has.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "models/pe/batched/tile_product.h"
#include "tests/support/simd_targets.h"
#include "traces/add_scaled.h"

namespace scnnsim {
namespace {

TEST(Simd, TileProductsAreThoseOfPlainLoops) {
  on_every_target([] {
    std::mt19937 random(7);
    for (int repeat = 0; repeat < 100; ++repeat) {
      const std::size_t length = random() % 120 + 1;
      DenseBlocks blocks;
      blocks.reset(3, length);
      for (std::size_t block = 0; block < 3; ++block)
        for (std::size_t t = 0; t < length; ++t)
          if (random() % 2)
            blocks.block(block)[t] = static_cast<std::int16_t>(static_cast<int>(random() % 65536) - 32768);

      std::vector<WeightPair> pairs;
      std::vector<WeightRun> runs;
      std::vector<std::int64_t> expected(200 + length, 11);
      const auto weight_to = [&](std::uint32_t sum, std::uint32_t& position) {
        const std::size_t block = random() % 3;
        const auto value = static_cast<std::int16_t>(static_cast<int>(random() % 1000) - 500);
        position = static_cast<std::uint32_t>(blocks.layout().position(block));
        for (std::size_t t = 0; t < length; ++t)
          expected[sum + t] += std::int64_t{blocks.block(block)[t]} * value;
        return std::uint32_t{static_cast<std::uint16_t>(value)};
      };
      for (int run = 0; run < 5; ++run) {
        const auto sum = static_cast<std::uint32_t>(random() % 200);
        for (std::uint32_t n = random() % 4; n > 0; --n) {
          WeightPair pair;
          pair.weights = weight_to(sum, pair.first);
          pair.weights |= weight_to(sum, pair.second) << 16;
          pairs.push_back(pair);
        }
        runs.push_back({sum, static_cast<std::uint32_t>(pairs.size())});
      }
      std::vector<std::int32_t> sums(expected.size() + DenseBlocks::simd_slack, 11);
      add_tile_products(sums.data(), length, blocks.values(), pairs, runs);
      for (std::size_t t = 0; t < expected.size(); ++t) ASSERT_EQ(sums[t], expected[t]) << t;
    }
  });
}

TEST(Simd, ScaledInputsAreAddedAsByPlainLoops) {
  on_every_target([] {
    std::mt19937 random(11);
    std::vector<std::int16_t> inputs(200);
    for (std::int16_t& input : inputs)
      input = static_cast<std::int16_t>(static_cast<int>(random() % 2000) - 1000);
    for (int repeat = 0; repeat < 200; ++repeat) {
      const std::size_t length = random() % 100, count = random() % scaled_at_once + 1;
      std::vector<ScaledInputs> scaled(count);
      std::vector<std::int32_t> sums(length + scaled_slack, 5), expected = sums;
      for (ScaledInputs& entry : scaled) {
        entry = {inputs.data() + random() % 50,
                 static_cast<std::int16_t>(static_cast<int>(random() % 2000) - 1000)};
        for (std::size_t i = 0; i < length; ++i) expected[i] += entry.weight * entry.inputs[i];
      }
      add_scaled(sums.data(), scaled.data(), count, length);
      for (std::size_t i = 0; i < length; ++i) ASSERT_EQ(sums[i], expected[i]);
    }
  });
}

}  // namespace
}  // namespace scnnsim
