// SPDX-License-Identifier: Apache-2.0
#include "traces/prune.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace scnnsim {
namespace {

using Values = std::vector<std::int16_t>;

/// Two filters of one channel and 2 x 2 weights.
Values pruned(Granularity granularity, double density, Values values) {
  LayerShape shape;
  shape.K = 2, shape.R = 2, shape.S = 2, shape.H = 2, shape.W = 2;
  Tensor<std::int16_t> weights({2, 1, 2, 2});
  weights.data = std::move(values);
  prune(weights, shape, granularity, density);
  return weights.data;
}

const Values values{1, -9, 4, 4, 8, 0, 5, -5};

TEST(Prune, KeepsTheLargestElements) {
  EXPECT_EQ(pruned(Granularity::element, 0.375, values), (Values{0, -9, 0, 0, 8, 0, 5, 0}));
}

TEST(Prune, KeepsTheRowsOfLargestL1Norm) {
  EXPECT_EQ(pruned(Granularity::vector, 0.5, values), (Values{1, -9, 0, 0, 0, 0, 5, -5}));
}

TEST(Prune, KeepsTheEarlierGrainOnTies) {
  EXPECT_EQ(pruned(Granularity::vector, 0.25, values), (Values{1, -9, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(pruned(Granularity::kernel, 0.5, values), (Values{1, -9, 4, 4, 0, 0, 0, 0}));
}

TEST(Prune, RoundsTheNumberOfGrains) {
  EXPECT_EQ(pruned(Granularity::filter, 0.2, values), Values(8, 0));
  EXPECT_EQ(pruned(Granularity::filter, 0.8, values), values);
  EXPECT_EQ(pruned(Granularity::element, 0, values), Values(8, 0));
  EXPECT_EQ(pruned(Granularity::element, 1, values), values);
}

TEST(Prune, SumsAFilterOverItsChannels) {
  LayerShape shape;
  shape.K = 2, shape.C = 2;
  Tensor<std::int16_t> weights({2, 2, 1, 1});
  weights.data = {-7, 3, 8, 1};
  EXPECT_EQ(prune(weights, shape, Granularity::filter, 0.5), 1u);
  EXPECT_EQ(weights.data, (Values{-7, 3, 0, 0}));
}

TEST(Prune, CountsTheMostNegativeValue) {
  EXPECT_EQ(pruned(Granularity::element, 0.125, {32767, -32768, 0, 0, 0, 0, 0, 0}),
            (Values{0, -32768, 0, 0, 0, 0, 0, 0}));
}

TEST(Prune, NormsOfSeveralDigitsAreOrdered) {
  LayerShape shape;
  shape.K = 6, shape.C = 1000;
  Tensor<std::int16_t> weights({6, 1000, 1, 1});
  const std::int16_t magnitudes[] = {100, 32000, 66, 31999, 65, 66};  // norms around 2^16 and beyond 2^24
  for (std::size_t i = 0; i < weights.size(); ++i) weights.data[i] = magnitudes[i / 1000];
  EXPECT_EQ(prune(weights, shape, Granularity::filter, 4.0 / 6), 4u);
  for (std::size_t k = 0; k < 6; ++k)
    EXPECT_EQ(weights.data[k * 1000], k == 4 || k == 5 ? 0 : magnitudes[k]) << k;
}

TEST(GrainRules, CoverEveryGranularityThatPrunes) {
  LayerShape shape;
  shape.C = 4, shape.groups = 2, shape.R = 3, shape.S = 5;
  EXPECT_EQ(grain_rules().size() + 1, EnumNames<Granularity>::names.size());
  EXPECT_EQ(grain_rule(Granularity::element).length(shape), 1u);
  EXPECT_EQ(grain_rule(Granularity::vector).length(shape), 5u);
  EXPECT_EQ(grain_rule(Granularity::kernel).length(shape), 15u);
  EXPECT_EQ(grain_rule(Granularity::filter).length(shape), 30u);
  EXPECT_THROW(grain_rule(Granularity::none), std::out_of_range);
}

}  // namespace
}  // namespace scnnsim
