// SPDX-License-Identifier: Apache-2.0
#include "sim/granularity/accuracy_file.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

const std::string head = "granularity,density,accuracy\n";

AccuracyFile parsed(const std::string& text) {
  return AccuracyFile::parse(text, "a.csv");
}

TEST(AccuracyFile, InterpolatesInTheLogarithmOfTheDensity) {
  const AccuracyFile file = parsed("# measured\n" + head + "none,1,0.9\nvector,0.4,0.89\nvector,0.1,0.87\n");
  const auto needed = file.needed(Granularity::vector, 0.02);  // half way between 0.4 and 0.1
  ASSERT_EQ(needed.size(), 1u);
  EXPECT_NEAR(needed[0].density, 0.2, 1e-12);
  EXPECT_FALSE(needed[0].is_bound);
  EXPECT_NEAR(file.needed(Granularity::vector, 0.005)[0].density, std::sqrt(0.4), 1e-12);  // dense to 0.4
  EXPECT_NEAR(file.dense_accuracy(), 0.9, 1e-12);
}

TEST(AccuracyFile, TheLowestDensityBoundsWhatIsNeeded) {
  const auto needed = parsed(head + "none,1,0.9\nvector,0.1,0.895\n").needed(Granularity::vector, 0.01);
  EXPECT_EQ(needed[0].density, 0.1);
  EXPECT_TRUE(needed[0].is_bound);
}

TEST(AccuracyFile, TheFirstFallBelowCounts) {
  const AccuracyFile file = parsed(head + "none,1,0.90\nvector,0.5,0.88\nvector,0.25,0.90\n");
  EXPECT_NEAR(file.needed(Granularity::vector, 0.01)[0].density, std::sqrt(0.5), 1e-12);
}

TEST(AccuracyFile, EachSeedIsComparedWithItsOwnDenseNetwork) {
  const AccuracyFile file = parsed(
      "seed,granularity,density,weights_left,top1\n1,none,1.0,9,90\n2,none,1.0,9,80\n"
      "1,vector,0.25,2,88\n2,vector,0.25,2,76\n");
  const auto needed = file.needed(Granularity::vector, 0.01);  // per cent become shares
  ASSERT_EQ(needed.size(), 2u);
  EXPECT_NEAR(needed[0].density, std::pow(0.25, 1.0 / 2), 1e-12);
  EXPECT_NEAR(needed[1].density, std::pow(0.25, 1.0 / 4), 1e-12);
  EXPECT_EQ(needed[1].seed, "2");
}

TEST(AccuracyFile, NOfMIsReachedOrNot) {
  const AccuracyFile file = parsed(head + "none,1,0.9\n2:4,0.5,0.895\n1:4,0.25,0.85\n");
  EXPECT_EQ(file.needed(Granularity::n_of_m(2, 4), 0.01)[0].density, 0.5);
  EXPECT_TRUE(file.needed(Granularity::n_of_m(1, 4), 0.01).empty());
}

TEST(AccuracyFile, MistakesNameLineAndField) {
  expect_user_error([] { parsed(""); }, {"a.csv", "no accuracies"});
  expect_user_error([] { parsed("granularity,accuracy\n"); }, {"a.csv:1", "density"});
  expect_user_error([] { parsed(head + "row,0.5,0.9\n"); }, {"a.csv:2: granularity", "got row"});
  expect_user_error([] { parsed(head + "vector,1.5,0.9\n"); }, {"a.csv:2: density", "1.5"});
  expect_user_error([] { parsed(head + "vector,0.5\n"); }, {"a.csv:2", "2 cells", "3"});
  expect_user_error([] { parsed(head + "vector,0.5,0.9\n"); }, {"a.csv", "dense network", "none"});
  expect_user_error([] { parsed(head + "none,0.5,0.9\n"); }, {"a.csv:2: density: got 0.5", "expected 1"});
  expect_user_error([] { parsed(head + "none,1,0.9\nvector,0.5,0.9\nvector,0.5,0.8\n"); },
                    {"a.csv:4", "vector", "0.5", "twice"});
  expect_user_error(
      [] {
        parsed(head + "none,1,0.9\nvector,0.5,0.9\n").require({Granularity::vector, Granularity::kernel});
      },
      {"a.csv", "no rows of granularity kernel", "of vector", "--granularity"});
  expect_user_error([] { parsed(head + "none,1,0.9\n").require({Granularity::vector}); },
                    {"a.csv", "no rows of granularity vector", "dense network alone"});
  expect_user_error([] { parsed("granularity,density,accuracy,top1\n"); }, {"a.csv:1", "one accuracy only"});
}

TEST(AccuracyFile, TheDenseNetworkHasOneAccuracy) {
  EXPECT_EQ(parsed(head + "none,1,0.9\nvector,1,0.9\nvector,0.5,0.8\n").dense_accuracy(), 0.9);
  expect_user_error([] { parsed(head + "none,1,0.9\nvector,0.5,0.8\nnone,1,0.8\n"); },
                    {"a.csv:4", "dense network", "0.8", "0.9"});
}

TEST(AccuracyFile, EveryGranularityNeedsEverySeed) {
  const AccuracyFile file = parsed(
      "seed,granularity,density,accuracy\n1,none,1,0.9\n2,none,1,0.9\n1,element,0.5,0.8\n2,element,0.5,0.8\n"
      "2,vector,0.5,0.8\n");
  EXPECT_NO_THROW(file.require({Granularity::element}));
  expect_user_error(
      [&] {
        file.require({Granularity::element, Granularity::vector});
      },
      {"a.csv", "no rows of granularity vector of seed 1", "same seeds"});
}

}  // namespace
}  // namespace scnnsim
