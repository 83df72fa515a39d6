// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/schedule.h"

#include <fmt/format.h>

namespace scnnsim {

Schedule schedule_of(StudySize size) {
  if (size == StudySize::test) return {6000, 500, 2000, 12000, 4000};
  return {58000, 2000, 10000, 240000, 60000};
}

StudyChoice choice_of(StudySize size) {
  const auto block = Granularity::block(4, 4);
  if (size == StudySize::test)
    return {{StudyNet::vgg, StudyNet::resnet},
            {1},
            {DensityRule::uniform},
            {Granularity::element, Granularity::filter},
            {0.2}};
  return {{StudyNet::vgg, StudyNet::resnet},
          {1, 2, 3},
          {DensityRule::uniform, DensityRule::sensitivity},
          {Granularity::element, Granularity::vector, Granularity::kernel, Granularity::filter,
           Granularity::n_of_m(2, 4), block, Granularity::channel, Granularity::n_of_m(1, 4)},
          {0.5, 0.35, 0.25, 0.15, 0.1, 0.05}};
}

std::string describe(const Schedule& s) {
  return fmt::format(
      "images: {} to train on, {} to scan with, {} to test with; seen: {} dense, {} per step; batch {}; "
      "learning "
      "rates {} and {}\n",
      s.train_images, s.scan_images, s.test_images, s.dense_images, s.retrain_images, s.batch, s.dense_rate,
      s.retrain_rate);
}

}  // namespace scnnsim
