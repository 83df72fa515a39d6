// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/mapping.h"

#include <gtest/gtest.h>

#include "models/common/machine_config.h"

namespace scnnsim::lockstep {
namespace {

TEST(BankHash, XorFollowsTheContract) {
  AccumulatorParameters accumulator;
  accumulator.bank_hash = BankHash::xor_;
  EXPECT_EQ(bank_of(accumulator, 3, 0, 0, 9, 9), 3);
  EXPECT_EQ(bank_of(accumulator, 4, 1, 0, 9, 9), 4 + 16);
  EXPECT_EQ(bank_of(accumulator, 0, 2, 3, 9, 9), 8);  // y and x bit 1 cancel
  accumulator.banks = 512;                            // bits 2-0 of k, 2-0 of y, 1-0 of x, and the next ones
  EXPECT_EQ(bank_of(accumulator, 5, 3, 2, 9, 9), 5 + 8 * 3 + 64 * 2);
  EXPECT_EQ(bank_of(accumulator, 8, 8, 4, 16, 16), 256);
  accumulator.banks = 2;
  EXPECT_EQ(bank_of(accumulator, 1, 1, 1, 9, 9), 1);
  accumulator.banks = 1;
  EXPECT_EQ(bank_of(accumulator, 1, 0, 0, 9, 9), 0);
}

}  // namespace
}  // namespace scnnsim::lockstep
