// SPDX-License-Identifier: Apache-2.0
#include "traces/prune.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/unit/traces/test_support.h"

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

/// Weights 1, 2, 3 ... of a layer, pruned.
Values pruned(const Granularity& granularity, double density, std::uint32_t K, std::uint32_t C,
              std::uint32_t S, std::uint32_t groups = 1) {
  LayerShape shape;
  shape.K = K, shape.C = C, shape.S = S, shape.groups = groups;
  Tensor<std::int16_t> weights({K, C / groups, 1, S});
  std::iota(weights.data.begin(), weights.data.end(), std::int16_t{1});
  prune(weights, shape, granularity, density);
  return weights.data;
}

TEST(Prune, NOfMKeepsTheLargestOfEachGroupOfChannels) {
  LayerShape shape;
  shape.K = 1, shape.C = 8, shape.S = 1;
  Tensor<std::int16_t> weights({1, 8, 1, 1});
  weights.data = {1, -4, 3, 2, 5, 5, 5, 0};
  EXPECT_EQ(prune(weights, shape, Granularity::n_of_m(2, 4), 0.5), 2u);
  EXPECT_EQ(weights.data, (Values{0, -4, 3, 0, 5, 5, 0, 0}));  // the earlier ones on ties
}

TEST(Prune, NOfMRunsAlongChannelsAtEachTap) {
  // Channels 0 to 3 of two taps: the two last channels have the larger weights.
  EXPECT_EQ(pruned(Granularity::n_of_m(2, 4), 0.5, 1, 4, 2), (Values{0, 0, 0, 0, 5, 6, 7, 8}));
}

TEST(Prune, ChannelsLeftOverByNOfMArePaddedWithZeros) {
  EXPECT_EQ(pruned(Granularity::n_of_m(2, 4), 0.5, 1, 7, 1), (Values{0, 0, 3, 4, 0, 6, 7}));
  EXPECT_EQ(pruned(Granularity::n_of_m(2, 4), 0.5, 1, 5, 1), (Values{0, 0, 3, 4, 5}));
  EXPECT_EQ(pruned(Granularity::n_of_m(1, 4), 0.25, 2, 2, 1), (Values{0, 2, 0, 4}));
}

TEST(Prune, BlocksOfKernelsStayOrGoWhole) {
  // 4 filters x 4 channels of 1 x 1: blocks of 2 x 2, the one of largest sum is the last.
  EXPECT_EQ(pruned(Granularity::block(2, 2), 0.25, 4, 4, 1),
            (Values{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11, 12, 0, 0, 15, 16}));
  // At one tap of two: blocks along the filters.
  EXPECT_EQ(pruned(Granularity::element_block(2, 1), 0.5, 4, 1, 2), (Values{0, 0, 0, 0, 5, 6, 7, 8}));
  EXPECT_EQ(pruned(Granularity::element_block(2, 1), 0.25, 4, 1, 2), (Values{0, 0, 0, 0, 0, 6, 0, 8}));
}

TEST(Prune, BlocksAtTheEndAreSmallerAndRankedPerWeight) {
  // 3 filters of one weight, blocks of two: {1, 2} and {3}, whose mean is larger.
  EXPECT_EQ(pruned(Granularity::block(2, 1), 0.5, 3, 1, 1), (Values{0, 0, 3}));
}

TEST(Prune, ChannelsAndBlocksDoNotCrossGroups) {
  // Two groups of one filter with two channels: four channels, of which the last two stay.
  EXPECT_EQ(pruned(Granularity::channel, 0.5, 2, 4, 1, 2), (Values{0, 0, 3, 4}));
  EXPECT_EQ(pruned(Granularity::channel, 0.5, 2, 2, 1), (Values{0, 2, 0, 4}));
  EXPECT_EQ(pruned(Granularity::block(2, 1), 0.5, 2, 4, 1, 2), (Values{0, 0, 3, 4}));
}

TEST(Prune, SaliencesOrderDifferently) {
  LayerShape shape;
  shape.K = 2, shape.S = 3;
  const auto kept_filter = [&](Salience salience, std::uint64_t seed = 1) {
    Tensor<std::int16_t> weights({2, 1, 1, 3});
    weights.data = {4, 4, 4, 9, 1, 1};  // L1: 12 and 11; L2: 48 and 83
    prune({"layer", shape, weights}, {Granularity::filter, 0.5, salience, seed});
    return weights.data[0] != 0 ? 0 : 1;
  };
  EXPECT_EQ(kept_filter(Salience::l1), 0);
  EXPECT_EQ(kept_filter(Salience::l2), 1);
  int second = 0;
  for (std::uint64_t seed = 0; seed < 64; ++seed) {
    second += kept_filter(Salience::random, seed);
    EXPECT_EQ(kept_filter(Salience::random, seed), kept_filter(Salience::random, seed));
  }
  EXPECT_GT(second, 16);
  EXPECT_LT(second, 48);
}

TEST(PruneNetwork, RanksTheGrainsOfAllLayers) {
  LayerShape shape;
  shape.K = 4;
  Tensor<std::int16_t> small({4, 1, 1, 1}), large({4, 1, 1, 1});
  small.data = {1, 2, 3, 4};
  large.data = {10, 20, 30, 3};
  prune_network({{"small", shape, small}, {"large", shape, large}}, {Granularity::element, 0.5});
  EXPECT_EQ(small.data, (Values{0, 0, 0, 4}));
  EXPECT_EQ(large.data, (Values{10, 20, 30, 0}));
}

TEST(PruneNetwork, ComparesTheWeightsThatTheIntegersStandFor) {
  LayerShape shape;
  shape.K = 2;
  Tensor<std::int16_t> fine({2, 1, 1, 1}), coarse({2, 1, 1, 1});
  fine.data = {100, 101};
  coarse.data = {2, 1};
  prune_network({{"fine", shape, fine, 7}, {"coarse", shape, coarse, 0}}, {Granularity::element, 0.5});
  EXPECT_EQ(fine.data, (Values{0, 0}));
  EXPECT_EQ(coarse.data, (Values{2, 1}));
}

TEST(PruneNetwork, CountsWeightsAndNotGrains) {
  // A kernel of nine weights and nine kernels of one weight: half of the weights are the large kernel.
  LayerShape square, point;
  square.R = 3, square.S = 3;
  point.K = 9;
  Tensor<std::int16_t> one({1, 1, 3, 3}), nine({9, 1, 1, 1});
  std::fill(one.data.begin(), one.data.end(), std::int16_t{5});
  std::fill(nine.data.begin(), nine.data.end(), std::int16_t{4});
  prune_network({{"one", square, one}, {"nine", point, nine}}, {Granularity::kernel, 0.5});
  EXPECT_EQ(one.data, Values(9, 5));
  EXPECT_EQ(nine.data, Values(9, 0));
}

TEST(CheckGrains, ABlockThatCoversTheLayerLeavesNoChoice) {
  LayerShape shape;
  shape.K = 4, shape.C = 8, shape.R = 3, shape.S = 3;
  EXPECT_NO_THROW(check_grains(Granularity::block(4, 4), shape, "conv1"));
  EXPECT_NO_THROW(check_grains(Granularity::block(16, 4), shape, "conv1"));
  testing::expect_user_error([&] { check_grains(Granularity::block(4, 8), shape, "conv1"); },
                             {"layer conv1", "block:4x8", "4 x 8 x 3 x 3", "--layers"});
}

TEST(DensityOf, NOfMHasItsOwn) {
  EXPECT_EQ(density_of(Granularity::n_of_m(2, 4), std::nullopt, "--density"), 0.5);
  EXPECT_EQ(density_of(Granularity::n_of_m(1, 4), 0.25, "--density"), 0.25);
  EXPECT_EQ(density_of(Granularity::kernel, 0.3, "--density"), 0.3);
  testing::expect_user_error([] { density_of(Granularity::n_of_m(2, 4), 0.3, "--density"); },
                             {"--density", "got 0.3", "expected 0.5"});
  testing::expect_user_error([] { density_of(Granularity::kernel, std::nullopt, "--density"); },
                             {"--density", "missing"});
}

}  // namespace
}  // namespace scnnsim
