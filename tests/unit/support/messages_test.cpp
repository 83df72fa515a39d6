// SPDX-License-Identifier: Apache-2.0
#include "traces/support/messages.h"

#include <gtest/gtest.h>

namespace scnnsim {
namespace {

TEST(Counted, one_is_no_plural) {
  EXPECT_EQ(counted(0, "point"), "0 points");
  EXPECT_EQ(counted(1, "point"), "1 point");
  EXPECT_EQ(counted(2, "point"), "2 points");
}

TEST(NearestName, FindsSlipsOnly) {
  EXPECT_EQ(nearest_name("granularty", {"name", "granularity"}), "granularity");
  EXPECT_EQ(nearest_name("h", {"C", "K"}), "");
  EXPECT_EQ(nearest_name("SCNN", {"dcnn", "scnn"}), "scnn");
  EXPECT_EQ(nearest_name("banks", {"ranks", "accumulator.banks"}), "accumulator.banks");
  EXPECT_EQ(nearest_name("entries", {"accumulator.entries", "weight_fifo.entries"}), "")
      << "either may be meant";
  EXPECT_EQ(nearest_name("conv31", {"conv3_1", "conv3_2"}), "conv3_1");
  EXPECT_EQ(nearest_name("something else", {"name"}), "");
}

TEST(UnknownName, is_told_with_the_nearest_and_all_known_ones) {
  EXPECT_EQ(unknown_name("key", "densty", "known keys", {"density", "name"}),
            "unknown key \"densty\" (did you mean \"density\"?); known keys: density, name");
  EXPECT_EQ(unknown_name("layer", "x", "layers", {"conv1"}), "unknown layer \"x\"; layers: conv1");
}

}  // namespace
}  // namespace scnnsim
