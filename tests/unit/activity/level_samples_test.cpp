// SPDX-License-Identifier: Apache-2.0
#include "sim/activity/level_samples.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace scnnsim {
namespace {

using Kept = std::vector<std::pair<Cycle, std::uint64_t>>;

Kept thinned(Cycle period, Cycle first, const Kept& changes) {
  Kept kept;
  const auto keep = [&](Cycle cycle, std::uint64_t value) { kept.emplace_back(cycle, value); };
  LevelSamples samples(period, first);
  for (const auto& [cycle, value] : changes) samples.change(cycle, value, keep);
  samples.flush(keep);
  return kept;
}

TEST(LevelSamples, OfPeriodOneKeepTheLastValueOfEveryCycle) {
  EXPECT_EQ(thinned(1, 0, {{3, 1}, {3, 2}, {4, 2}, {5, 0}}), (Kept{{0, 0}, {3, 2}, {5, 0}}));
}

TEST(LevelSamples, KeepTheValueOfEveryPeriod) {
  EXPECT_EQ(thinned(8, 0, {{1, 5}, {7, 6}, {8, 7}, {9, 1}, {20, 3}, {24, 7}}),
            (Kept{{0, 0}, {8, 7}, {16, 1}, {24, 7}}));
}

TEST(LevelSamples, LeaveOutWhatDoesNotDiffer) {
  EXPECT_EQ(thinned(8, 0, {{1, 5}, {9, 9}, {15, 5}, {30, 5}}), (Kept{{0, 0}, {8, 5}}));
}

TEST(LevelSamples, BeginWithTheStateOfTheFirstCycle) {
  EXPECT_EQ(thinned(1, 100, {{100, 3}, {100, 4}, {120, 1}}), (Kept{{100, 4}, {120, 1}}));
}

}  // namespace
}  // namespace scnnsim
