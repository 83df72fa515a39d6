// SPDX-License-Identifier: Apache-2.0
#include "traces/sums.h"

#include <gtest/gtest.h>

namespace scnnsim {
namespace {

template <class Sum>
Sums sums(const Shape& shape, std::vector<Sum> values) {
  Tensor<Sum> tensor(shape);
  tensor.data = std::move(values);
  return tensor;
}

TEST(Sums, AreEqualByValue) {
  const Sums narrow = sums<std::int32_t>({1, 1, 2}, {3, -4}), wide = sums<std::int64_t>({1, 1, 2}, {3, -4});
  EXPECT_EQ(narrow, wide);
  EXPECT_EQ(wide, narrow);
  EXPECT_NE(narrow, sums<std::int64_t>({1, 1, 2}, {3, (std::int64_t{1} << 32) - 4}));
  EXPECT_NE(wide, sums<std::int64_t>({1, 1, 2}, {3, 4}));
  EXPECT_NE(narrow, sums<std::int32_t>({1, 2, 1}, {3, -4}));
  EXPECT_EQ(wide[1], -4);
}

TEST(Sums, BecomeInt32WhereAllFit) {
  const auto fitting = sums<std::int64_t>({2}, {INT32_MAX, INT32_MIN}).as_int32();
  ASSERT_TRUE(fitting);
  EXPECT_EQ(fitting->data, (std::vector<std::int32_t>{INT32_MAX, INT32_MIN}));
  EXPECT_FALSE(sums<std::int64_t>({2}, {0, std::int64_t{INT32_MAX} + 1}).as_int32());
  EXPECT_FALSE(sums<std::int64_t>({2}, {std::int64_t{INT32_MIN} - 1, 0}).as_int32());
}

}  // namespace
}  // namespace scnnsim
