// SPDX-License-Identifier: Apache-2.0
#include "traces/recognize_granularity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "traces/grains.h"
#include "traces/prune.h"

namespace scnnsim {
namespace {

LayerShape filters(std::uint32_t K, std::uint32_t C, std::uint32_t R, std::uint32_t S) {
  LayerShape shape;
  shape.K = K, shape.C = C, shape.R = R, shape.S = S;
  return shape;
}

/// Normally distributed weights. `step`: what int8 rounding is to their deviation; 0: no weight is zero.
Tensor<std::int16_t> normal_weights(const LayerShape& s, double step) {
  std::mt19937_64 engine(s.K * 1000 + s.C * 100 + s.R * 10 + s.S);
  Tensor<std::int16_t> weights({s.K, s.C, s.R, s.S});
  for (std::int16_t& weight : weights.data) {
    // The sum of twelve uniform draws, so that the weights are the same with every library.
    double draw = -6;
    for (int i = 0; i < 12; ++i) draw += static_cast<double>(engine() >> 11) * 0x1p-53;
    weight = static_cast<std::int16_t>(std::lround(draw / (step > 0 ? step : 0.03)));
    if (step == 0 && weight == 0) weight = 1;
  }
  return weights;
}

Granularity recognized(const LayerShape& shape, Granularity granularity, double density, double step) {
  Tensor<std::int16_t> weights = normal_weights(shape, step);
  prune(weights, shape, granularity, density);
  return recognize_granularity(weights);
}

constexpr Granularity all_that_prune[] = {Granularity::element, Granularity::vector, Granularity::kernel,
                                          Granularity::filter};

TEST(RecognizeGranularity, FindsEveryGranularityAtEveryDensity) {
  for (const LayerShape& shape : {filters(48, 16, 3, 3), filters(64, 3, 5, 5), filters(40, 24, 1, 7)})
    for (const Granularity granularity : all_that_prune)
      for (const double density : {0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9}) {
        const Granularity expected =
            granularity == Granularity::kernel && shape.R == 1 ? Granularity::vector : granularity;
        EXPECT_EQ(recognized(shape, granularity, density, 0), expected)
            << to_string(granularity) << " at " << density << ", " << shape.R << " x " << shape.S;
      }
}

/// A step of 0.06 deviations: the largest weight is 7.6 deviations; 2.4 % of the weights round to zero.
TEST(RecognizeGranularity, ZerosByRoundingDoNotHideGrains) {
  for (const Granularity granularity : all_that_prune)
    for (const double density : {0.1, 0.35, 0.7, 0.9})
      EXPECT_EQ(recognized(filters(48, 16, 3, 3), granularity, density, 0.06), granularity)
          << to_string(granularity) << " at " << density;
}

TEST(RecognizeGranularity, CoincidingGrainsAreTheFinest) {
  for (const Granularity granularity : {Granularity::element, Granularity::vector, Granularity::kernel})
    EXPECT_EQ(recognized(filters(64, 64, 1, 1), granularity, 0.3, 0), Granularity::element);
  EXPECT_EQ(recognized(filters(64, 64, 1, 1), Granularity::filter, 0.3, 0), Granularity::filter);
  EXPECT_EQ(recognized(filters(64, 8, 5, 1), Granularity::vector, 0.3, 0), Granularity::element);
  EXPECT_EQ(recognized(filters(64, 8, 1, 5), Granularity::kernel, 0.3, 0), Granularity::vector);
  EXPECT_EQ(recognized(filters(64, 1, 3, 3), Granularity::filter, 0.3, 0), Granularity::kernel);  // depthwise
  EXPECT_EQ(recognized(filters(64, 1, 1, 1), Granularity::filter, 0.3, 0), Granularity::element);
}

TEST(RecognizeGranularity, NoneWithoutZeros) {
  EXPECT_EQ(recognize_granularity(normal_weights(filters(4, 4, 3, 3), 0)), Granularity::none);
}

TEST(RecognizeGranularity, UnprunedWeightsWithRoundingZerosAreElements) {
  EXPECT_EQ(recognize_granularity(normal_weights(filters(32, 16, 3, 3), 0.06)), Granularity::element);
}

TEST(RecognizeGranularity, SingleElementsInKeptGrainsMakeElements) {
  // Half of the filters are gone and a third of the remaining weights: filters do not explain the zeros.
  const LayerShape shape = filters(32, 16, 3, 3);
  Tensor<std::int16_t> weights = normal_weights(shape, 0);
  prune(weights, shape, Granularity::filter, 0.5);
  prune(weights, shape, Granularity::element, 0.33);
  EXPECT_EQ(recognize_granularity(weights), Granularity::element);
}

TEST(RecognizeGranularity, FloatsLikeIntegers) {
  const LayerShape shape = filters(32, 8, 3, 3);
  Tensor<std::int16_t> weights = normal_weights(shape, 0);
  prune(weights, shape, Granularity::kernel, 0.4);
  Tensor<float> floats(weights.shape);
  for (std::size_t i = 0; i < floats.size(); ++i)
    floats.data[i] = weights.data[i] == 0 ? -0.0f : static_cast<float>(weights.data[i]) / 128;
  EXPECT_EQ(recognize_granularity(floats), Granularity::kernel);
}

Granularity recognized(const LayerShape& shape, const Granularity& granularity, double density) {
  return recognized(shape, granularity, density, 0);
}

TEST(RecognizeGranularity, FindsNOfM) {
  for (const LayerShape& shape : {filters(48, 16, 3, 3), filters(64, 24, 1, 1), filters(40, 35, 1, 7)})
    for (const auto& [n, m] : {std::pair{2u, 4u}, {1u, 4u}, {3u, 4u}, {4u, 8u}, {3u, 8u}, {1u, 2u}}) {
      // 4:8 has the zeros of 4:8 alone; the largest 4 of 8 are not 2 of each 4.
      EXPECT_EQ(recognized(shape, Granularity::n_of_m(n, m), 0), Granularity::n_of_m(n, m))
          << n << ":" << m << ", " << shape.C << " channels";
      EXPECT_EQ(recognized(shape, Granularity::n_of_m(n, m), 0, 0.06), Granularity::n_of_m(n, m));
    }
}

TEST(RecognizeGranularity, ElementsAreNotNOfM) {
  for (const double density : {0.03, 0.1, 0.25, 0.5, 0.75, 0.97})
    EXPECT_EQ(recognized(filters(64, 16, 1, 1), Granularity::element, density), Granularity::element);
  // Few groups may be alike by chance.
  EXPECT_EQ(recognized(filters(8, 4, 1, 1), Granularity::n_of_m(2, 4), 0), Granularity::element);
}

TEST(RecognizeGranularity, FindsChannelsAndBlocks) {
  for (const Granularity& granularity :
       {Granularity::channel, Granularity::block(4, 4), Granularity::block(1, 8), Granularity::block(2, 1)})
    for (const double density : {0.1, 0.35, 0.7})
      for (const LayerShape& shape : {filters(64, 32, 3, 3), filters(64, 32, 1, 1)})
        EXPECT_EQ(recognized(shape, granularity, density), granularity)
            << to_string(granularity) << " at " << density << ", " << shape.R << " x " << shape.S;
  for (const Granularity& granularity : {Granularity::element_block(8, 1), Granularity::element_block(1, 4)})
    EXPECT_EQ(recognized(filters(64, 32, 3, 3), granularity, 0.3), granularity) << to_string(granularity);
}

TEST(RecognizeGranularity, ChannelsOfAGroup) {
  LayerShape shape = filters(32, 32, 3, 3);
  shape.groups = 4;
  Tensor<std::int16_t> weights({32, 8, 3, 3});
  for (std::size_t i = 0; i < weights.size(); ++i) weights.data[i] = static_cast<std::int16_t>(1 + i % 97);
  prune({"", shape, weights}, {Granularity::channel, 0.5, Salience::random, 3});
  EXPECT_EQ(recognize_granularity(weights, 4), Granularity::channel);
}

TEST(SameGrains, ComparesBoxes) {
  const LayerShape point = filters(8, 8, 1, 1), square = filters(8, 8, 3, 3);
  EXPECT_TRUE(same_grains(Granularity::element, Granularity::kernel, point));
  EXPECT_FALSE(same_grains(Granularity::element, Granularity::filter, point));
  EXPECT_FALSE(same_grains(Granularity::element, Granularity::vector, square));
  EXPECT_FALSE(same_grains(Granularity::none, Granularity::element, point));
  EXPECT_TRUE(same_grains(Granularity::none, Granularity::none, point));
  EXPECT_TRUE(same_grains(Granularity::block(1, 1), Granularity::kernel, square));
  EXPECT_TRUE(same_grains(Granularity::block(8, 1), Granularity::channel, square));
  EXPECT_FALSE(same_grains(Granularity::block(2, 4), Granularity::block(4, 2), square));
  EXPECT_FALSE(same_grains(Granularity::n_of_m(2, 4), Granularity::element_block(1, 4), square));
}

}  // namespace
}  // namespace scnnsim
