// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "traces/prune.h"

namespace scnnsim {
namespace {

/// Two filters of `length` weights of the largest magnitude; the first filter has one that is less.
void expect_second_filter_kept(std::uint32_t length) {
  LayerShape shape;
  shape.C = length;
  shape.K = 2;
  Tensor<std::int16_t> weights({2, length, 1, 1});
  std::fill(weights.data.begin(), weights.data.end(), std::numeric_limits<std::int16_t>::min());
  weights.data[length / 2] = std::numeric_limits<std::int16_t>::max();
  EXPECT_EQ(prune(weights, shape, Granularity::filter, 0.5), 1u);
  EXPECT_EQ(weights.data.front(), 0) << length;
  EXPECT_EQ(weights.data.back(), std::numeric_limits<std::int16_t>::min()) << length;
}

TEST(PruneNorms, NormsOfTheWidestWeightsAreExactAtEveryLength) {
  // Norms of up to 2^15, 2^16 ... 2^32 and beyond.
  for (const std::uint32_t length : {1u, 2u, 3u, 65536u, 131071u, 131072u, 140000u})
    expect_second_filter_kept(length);
}

}  // namespace
}  // namespace scnnsim
