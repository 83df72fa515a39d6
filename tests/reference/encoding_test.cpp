// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/encoding.h"

#include <gtest/gtest.h>

namespace scnnsim::lockstep {
namespace {

TEST(Encoding, LongGapsCostPlaceholders) {
  const StoredBlock block = encode_values({1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0}, {16, 2});
  ASSERT_EQ(block.size(), 3u);  // at most three zeros between words; trailing zeros are not stored
  EXPECT_EQ(block[1].position, 4u);
  EXPECT_TRUE(block[1].is_placeholder());
  EXPECT_EQ(block[2].position, 6u);
}

TEST(Encoding, GrainsAreStoredWhole) {
  // Grains of two: the first and the seventh hold values; the gap of five grains costs one grain of
  // placeholders.
  const StoredBlock block =
      encode_grains({0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0},
                    {true, false, false, false, false, false, true, false}, {16, 2}, 2, true);
  ASSERT_EQ(block.size(), 6u);
  EXPECT_EQ(block[2].position, 8u);
  EXPECT_EQ(block[4].position, 12u);
  EXPECT_EQ(bits_of(block), 6u * 16 + 3 * 2);
}

}  // namespace
}  // namespace scnnsim::lockstep
