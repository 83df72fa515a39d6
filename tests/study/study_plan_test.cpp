// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/study_plan.h"

#include <gtest/gtest.h>

namespace scnnsim {

namespace {

std::vector<std::string> names_and_parents(const StudyChoice& choice) {
  const std::vector<TrainingPoint> points = plan_study(choice);
  std::vector<std::string> texts;
  for (const TrainingPoint& point : points)
    texts.push_back(point.name() + (point.parent ? " from " + points[*point.parent].name() : ""));
  return texts;
}

using Texts = std::vector<std::string>;

TEST(StudyPlan, RetrainsEachDensityFromTheOneBefore) {
  EXPECT_EQ(
      names_and_parents({{StudyNet::vgg}, {2}, {DensityRule::uniform}, {Granularity::vector}, {0.5, 0.25}}),
      (Texts{"vgg-2-dense", "vgg-2-uniform-vector-0.5 from vgg-2-dense",
             "vgg-2-uniform-vector-0.25 from vgg-2-uniform-vector-0.5"}));
}

TEST(StudyPlan, PrunesNOfMInHalvesAndEachStepOnce) {
  EXPECT_EQ(names_and_parents({{StudyNet::resnet},
                               {1},
                               {DensityRule::uniform, DensityRule::sensitivity},
                               {Granularity::n_of_m(2, 4), Granularity::n_of_m(1, 4)},
                               {0.3}}),
            (Texts{"resnet-1-dense", "resnet-1-uniform-2_4-0.5 from resnet-1-dense",
                   "resnet-1-uniform-1_4-0.25 from resnet-1-uniform-2_4-0.5"}));
}

TEST(StudyPlan, SharesTheDenseNetworkOfASeedBetweenRules) {
  EXPECT_EQ(names_and_parents({{StudyNet::vgg},
                               {1},
                               {DensityRule::uniform, DensityRule::sensitivity},
                               {Granularity::block(4, 4)},
                               {0.5}}),
            (Texts{"vgg-1-dense", "vgg-1-uniform-block_4x4-0.5 from vgg-1-dense",
                   "vgg-1-sensitivity-block_4x4-0.5 from vgg-1-dense"}));
}

}  // namespace

}  // namespace scnnsim
