// SPDX-License-Identifier: Apache-2.0
#include "traces/compress.h"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

namespace scnnsim {
namespace {

using Values = std::vector<std::int16_t>;

/// "value/zeros before" of every entry.
std::string entries(const Values& values, unsigned index_bits = 4) {
  std::string text;
  for (const CompressedEntry& entry : compress(values.data(), values.size(), index_bits))
    text += std::to_string(entry.value) + "/" + std::to_string(int{entry.zeros_before}) + " ";
  return text;
}

Values with_gap(std::size_t zeros) {
  Values values{7};
  values.resize(1 + zeros, 0);
  values.push_back(-8);
  return values;
}

TEST(Compress, StoresValuesWithTheZerosBeforeThem) {
  EXPECT_EQ(entries({0, 0, 5, -6, 0, 7}), "5/2 -6/0 7/1 ");
}

TEST(Compress, LeavesOutTrailingZeros) {
  EXPECT_EQ(entries({3, 0, 0, 0}), "3/0 ");
}

TEST(Compress, StoresNothingForZeros) {
  EXPECT_EQ(entries(Values(100, 0)), "");
  EXPECT_EQ(entries({}), "");
}

TEST(Compress, NeedsNoPlaceholderForFifteenZeros) {
  EXPECT_EQ(entries(with_gap(15)), "7/0 -8/15 ");
}

TEST(Compress, PutsThePlaceholderAtTheSixteenthZero) {
  EXPECT_EQ(entries(with_gap(16)), "7/0 0/15 -8/0 ");
  EXPECT_EQ(entries(with_gap(31)), "7/0 0/15 -8/15 ");
  EXPECT_EQ(entries(with_gap(32)), "7/0 0/15 0/15 -8/0 ");
}

TEST(Compress, CountsLeadingZerosLikeAnyGap) {
  Values values(17, 0);
  values.push_back(1);
  EXPECT_EQ(entries(values), "0/15 1/1 ");
}

TEST(Compress, FollowsTheIndexWidth) {
  EXPECT_EQ(entries(with_gap(4), 1), "7/0 0/1 0/1 -8/0 ");
  EXPECT_EQ(entries(with_gap(255), 8), "7/0 -8/255 ");
  EXPECT_EQ(entries(with_gap(256), 8), "7/0 0/255 -8/0 ");
}

TEST(Compress, RoundTripsRandomBlocks) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    Values values(random() % 300);
    const unsigned one_in = 1 + random() % 60;
    for (auto& value : values)
      value = random() % one_in == 0 ? static_cast<std::int16_t>(random()) : std::int16_t{0};
    const unsigned index_bits = 1 + random() % 8;
    const CompressedBlock block = compress(values.data(), values.size(), index_bits);
    for (const CompressedEntry& entry : block) EXPECT_LT(entry.zeros_before, 1u << index_bits);
    Values decoded(values.size(), 99);
    decompress(block, decoded.data(), decoded.size());
    EXPECT_EQ(decoded, values);
    EXPECT_TRUE(block.empty() || block.back().value != 0);
  }
}

TEST(Decompress, RefusesBlocksThatReachPastTheEnd) {
  Values decoded(4);
  EXPECT_THROW(decompress({{1, 4}}, decoded.data(), decoded.size()), std::out_of_range);
  EXPECT_NO_THROW(decompress({{1, 3}}, decoded.data(), decoded.size()));
}

}  // namespace
}  // namespace scnnsim
