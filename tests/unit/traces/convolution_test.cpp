// SPDX-License-Identifier: Apache-2.0
#include "traces/convolution.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

/// Seven loops, straight from the definition.
Tensor<std::int64_t> naive(const LayerShape& s, const LayerTensors& t) {
  Tensor<std::int64_t> output({s.K, s.P(), s.Q()});
  const int channels = static_cast<int>(s.C / s.groups), filters = static_cast<int>(s.K / s.groups);
  std::size_t at = 0;
  for (int k = 0; k < static_cast<int>(s.K); ++k)
    for (int p = 0; p < static_cast<int>(s.P()); ++p)
      for (int q = 0; q < static_cast<int>(s.Q()); ++q) {
        std::int64_t sum = t.bias ? t.bias->data[static_cast<std::size_t>(k)] : 0;
        for (int c = 0; c < channels; ++c)
          for (int r = 0; r < static_cast<int>(s.R); ++r)
            for (int u = 0; u < static_cast<int>(s.S); ++u) {
              const int h = p * static_cast<int>(s.stride_h) + r * static_cast<int>(s.dilation_h) -
                            static_cast<int>(s.pad_top);
              const int w = q * static_cast<int>(s.stride_w) + u * static_cast<int>(s.dilation_w) -
                            static_cast<int>(s.pad_left);
              if (h < 0 || w < 0 || h >= static_cast<int>(s.H) || w >= static_cast<int>(s.W)) continue;
              const int channel = k / filters * channels + c;
              sum += std::int64_t{t.activations.data[static_cast<std::size_t>(
                         (channel * static_cast<int>(s.H) + h) * static_cast<int>(s.W) + w)]} *
                     t.weights.data[static_cast<std::size_t>(
                         ((k * channels + c) * static_cast<int>(s.R) + r) * static_cast<int>(s.S) + u)];
            }
        output.data[at++] = sum;
      }
  return output;
}

LayerTensors random_tensors(const LayerShape& s, int largest, std::mt19937& random) {
  const auto draw = [&](int zeros_in_ten) {
    return static_cast<std::int16_t>(
        static_cast<int>(random() % 10) < zeros_in_ten
            ? 0
            : static_cast<int>(random() % (2 * static_cast<unsigned>(largest) + 1)) - largest);
  };
  LayerTensors t;
  t.weights = Tensor<std::int16_t>({s.K, s.C / s.groups, s.R, s.S});
  t.activations = Tensor<std::int16_t>({s.C, s.H, s.W});
  for (auto& value : t.weights.data) value = draw(6);
  for (auto& value : t.activations.data) value = draw(4);
  if (random() % 2) {
    t.bias.emplace(Shape{s.K});
    for (auto& value : t.bias->data) value = static_cast<std::int32_t>(random() % 2001) - 1000;
  }
  return t;
}

/// A shape with strides, groups, dilation and asymmetric padding, or nothing when the filter does not fit.
std::optional<LayerShape> random_shape(std::mt19937& random) {
  const auto upto = [&](unsigned highest) { return 1 + static_cast<std::uint32_t>(random() % highest); };
  LayerShape s;
  s.groups = upto(3);
  s.C = s.groups * upto(3);
  s.K = s.groups * upto(3);
  s.H = upto(9);
  s.W = upto(9);
  s.R = upto(4);
  s.S = upto(4);
  s.stride_h = upto(3);
  s.stride_w = upto(3);
  s.dilation_h = upto(2);
  s.dilation_w = upto(2);
  s.pad_top = upto(3) - 1;
  s.pad_left = upto(3) - 1;
  s.pad_bottom = upto(3) - 1;
  s.pad_right = upto(3) - 1;
  try {
    check_shape(s, "");
  } catch (const UserError&) {
    return std::nullopt;
  }
  return s;
}

TEST(Convolve, GivesHandWrittenSums) {
  LayerDescription layer;
  layer.shape.H = 2, layer.shape.W = 3, layer.shape.R = 2, layer.shape.S = 2;
  LayerTensors t;
  t.weights = Tensor<std::int16_t>({1, 1, 2, 2});
  t.weights.data = {1, 0, -2, 3};
  t.activations = Tensor<std::int16_t>({1, 2, 3});
  t.activations.data = {1, 2, 3, 4, 5, 6};
  t.bias.emplace(Shape{1});
  t.bias->data = {100};
  const auto output = convolve(layer, t);
  EXPECT_EQ(output.shape(), (Shape{1, 1, 2}));
  EXPECT_TRUE(output.is_narrow());
  EXPECT_EQ(output[0], 100 + 1 - 8 + 15);
  EXPECT_EQ(output[1], 100 + 2 - 10 + 18);
}

TEST(Convolve, AgreesWithSevenLoopsOnRandomShapes) {
  std::mt19937 random(7);
  int compared = 0, wide = 0;
  while (compared < 600) {
    const auto shape = random_shape(random);
    if (!shape) continue;
    LayerDescription layer;
    layer.shape = *shape;
    const LayerTensors tensors = random_tensors(*shape, random() % 2 ? 127 : 32767, random);
    const Sums sums = convolve(layer, tensors);
    ASSERT_EQ(sums, Sums(naive(*shape, tensors))) << "shape " << compared;
    wide += !sums.is_narrow();
    ++compared;
  }
  EXPECT_GT(wide, 50);
}

TEST(Convolve, SumsBeyond32BitsOnTheWayAreFine) {
  LayerDescription layer;
  layer.shape.C = 6;
  LayerTensors t;
  t.weights = Tensor<std::int16_t>({1, 6, 1, 1});
  t.activations = Tensor<std::int16_t>({6, 1, 1});
  t.weights.data = {32767, 32767, 32767, -32767, -32767, -32767};
  t.activations.data.assign(6, 32767);
  EXPECT_EQ(convolve(layer, t)[0], 0);
}

TEST(Convolve, SumsBeyond32BitsAreExact) {
  LayerDescription layer;
  layer.shape.C = 3;
  LayerTensors t;
  t.weights = Tensor<std::int16_t>({1, 3, 1, 1});
  t.activations = Tensor<std::int16_t>({3, 1, 1});
  t.weights.data.assign(3, 32767);
  t.activations.data.assign(3, 32767);
  EXPECT_EQ(convolve(layer, t)[0], 3221028867);
}

/// Whether the widest filter's magnitudes times the largest input, plus the bias, fit decides the width.
TEST(Convolve, Takes32BitsWhereEverySumFits) {
  LayerDescription layer;
  layer.shape.C = 2, layer.shape.K = 2;
  LayerTensors t;
  t.weights = Tensor<std::int16_t>({2, 2, 1, 1});
  t.activations = Tensor<std::int16_t>({2, 1, 1});
  t.weights.data = {1, -1, -32768, 32767};
  t.activations.data = {0, -32767};
  t.bias.emplace(Shape{2});
  t.bias->data = {INT32_MAX - 2 * 32767, INT32_MAX - 65535 * 32767};
  EXPECT_TRUE(convolve(layer, t).is_narrow());
  ++t.bias->data[0];
  EXPECT_FALSE(convolve(layer, t).is_narrow());
  --t.bias->data[0], ++t.bias->data[1];
  EXPECT_FALSE(convolve(layer, t).is_narrow());
}

TEST(Requantise, WideSumsLikeNarrowOnes) {
  LayerDescription layer;
  for (const bool rectifies : {false, true})
    for (const std::uint32_t shift : {0u, 2u, 31u}) {
      layer.after = rectifies ? std::vector<std::string>{"relu6"} : std::vector<std::string>{};
      layer.output_shift = shift;
      const Requantisation requantise(layer, 11);
      for (const std::int32_t sum : {INT32_MIN, -100000, -5, -1, 0, 3, 4, 100000, INT32_MAX})
        EXPECT_EQ(requantise(std::int64_t{sum}), requantise(sum)) << sum << " >> " << shift;
      EXPECT_EQ(requantise(std::int64_t{1} << 60), 1023);
      EXPECT_EQ(requantise(-(std::int64_t{1} << 60)), rectifies ? 0 : -1024);
    }
}

TEST(Requantise, RectifiesShiftsAndSaturates) {
  LayerDescription layer;
  layer.after = {"relu"};
  layer.output_shift = 2;
  EXPECT_EQ(Requantisation(layer, 8)(-5), 0);
  EXPECT_EQ(Requantisation(layer, 8)(3), 0);
  EXPECT_EQ(Requantisation(layer, 8)(4), 1);
  EXPECT_EQ(Requantisation(layer, 8)(100000), 127);
  layer.after.clear();
  EXPECT_EQ(Requantisation(layer, 8)(-5), -2);  // arithmetic: rounds down
  EXPECT_EQ(Requantisation(layer, 8)(-100000), -128);
  EXPECT_EQ(Requantisation(layer, 16)(-400000), -32768);
}

TEST(CheckShape, NamesWhatIsWrong) {
  LayerShape s;
  s.groups = 2;
  expect_user_error([&] { check_shape(s, "here"); }, {"here", "groups", "2", "divisor"});
  s = {};
  s.R = 3, s.dilation_h = 1 << 20;
  expect_user_error([&] { check_shape(s, "here"); }, {"here", "R", "2097153", "1 of the padded plane"});
  s = {};
  s.C = s.H = s.W = 1 << 20;
  expect_user_error([&] { check_shape(s, "here"); }, {"here", "activations", "4294967296"});
  s = {};
  s.K = 0;
  expect_user_error([&] { check_shape(s, "here"); }, {"here", "K", "got 0"});
}

}  // namespace
}  // namespace scnnsim
