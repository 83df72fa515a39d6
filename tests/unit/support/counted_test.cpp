// SPDX-License-Identifier: Apache-2.0
#include "traces/support/counted.h"

#include <gtest/gtest.h>

namespace scnnsim {
namespace {

TEST(Counted, one_is_no_plural) {
  EXPECT_EQ(counted(0, "point"), "0 points");
  EXPECT_EQ(counted(1, "point"), "1 point");
  EXPECT_EQ(counted(2, "point"), "2 points");
}

}  // namespace
}  // namespace scnnsim
