// SPDX-License-Identifier: Apache-2.0
#include "traces/quantize.h"

#include <gtest/gtest.h>

#include <limits>

namespace scnnsim {
namespace {

QuantizedTensor quantize_values(const std::vector<float>& values, unsigned bits = 8) {
  Tensor<float> tensor({values.size()});
  tensor.data = values;
  return quantize(tensor, bits);
}

using Values = std::vector<std::int16_t>;

TEST(Quantize, UsesTheLargestPowerOfTwoThatKeepsTheMaximumWithin127) {
  const auto exact = quantize_values({127, -3});
  EXPECT_EQ(exact.exponent, 0);
  EXPECT_EQ(exact.values.data, (Values{127, -3}));
  const auto above = quantize_values({127.25f, -3});
  EXPECT_EQ(above.exponent, -1);
  EXPECT_EQ(above.values.data, (Values{64, -2}));  // 63.625; -1.5 to the even neighbour
  const auto small = quantize_values({0.5f});
  EXPECT_EQ(small.exponent, 7);
  EXPECT_EQ(small.values.data, (Values{64}));
}

TEST(Quantize, RoundsHalvesToEven) {
  EXPECT_EQ(quantize_values({100, 0.5f, 1.5f, 2.5f, -2.5f, -3.5f, 2.75f}).values.data,
            (Values{100, 1, 2, 2, -2, -4, 3}));
}

TEST(Quantize, KeepsNonZerosNonZero) {
  EXPECT_EQ(
      quantize_values({100, 1e-30f, -1e-30f, std::numeric_limits<float>::denorm_min(), 0, -0.0f}).values.data,
      (Values{100, 1, -1, 1, 0, 0}));
}

TEST(Quantize, LeavesZerosAlone) {
  const auto zeros = quantize_values({0, -0.0f});
  EXPECT_EQ(zeros.exponent, 0);
  EXPECT_EQ(zeros.values.data, (Values{0, 0}));
}

TEST(Quantize, HandlesTheEndsOfTheFloatRange) {
  EXPECT_EQ(quantize_values({std::numeric_limits<float>::max()}).values.data, (Values{64}));
  EXPECT_EQ(quantize_values({std::numeric_limits<float>::denorm_min()}).values.data, (Values{64}));
}

TEST(Quantize, FollowsTheWidth) {
  EXPECT_EQ(quantize_values({7, 1}, 4).values.data, (Values{7, 1}));
  EXPECT_EQ(quantize_values({8, 2}, 4).values.data, (Values{4, 1}));
  EXPECT_EQ(quantize_values({1, -0.25f}, 2).values.data, (Values{1, -1}));
}

TEST(Quantize, DoublesKeepWhatFloatsCannotHold) {
  Tensor<double> tensor({3});
  tensor.data = {1e-300, -127, 1e-310};
  const QuantizedTensor quantized = quantize(tensor, 8);
  EXPECT_EQ(quantized.values.data, (std::vector<std::int16_t>{1, -127, 1}));
  EXPECT_EQ(quantized.exponent, 0);
}

TEST(QuantizeAt, RoundsHalvesToEvenAndSaturates) {
  Tensor<float> tensor({8});
  tensor.data = {0.125f, 0.375f, -0.125f, -0.375f, 1, 0, 1e30f, -1e30f};
  EXPECT_EQ(quantize_at(tensor, 2).data,
            (std::vector<std::int32_t>{0, 2, 0, -2, 4, 0, INT32_MAX, -INT32_MAX}));
}

}  // namespace
}  // namespace scnnsim
