// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "traces/granularity.h"

namespace scnnsim {

enum class StudyNet { vgg, resnet };
template <>
struct EnumNames<StudyNet> {
  static constexpr std::array<std::string_view, 2> names{"vgg", "resnet"};
};

/// Where a layer's density comes from: the same one in every layer, or those of a sensitivity scan (Mao sec.
/// 4).
enum class DensityRule { uniform, sensitivity };
template <>
struct EnumNames<DensityRule> {
  static constexpr std::array<std::string_view, 2> names{"uniform", "sensitivity"};
};

enum class StudySize { test, full };
template <>
struct EnumNames<StudySize> {
  static constexpr std::array<std::string_view, 2> names{"test", "full"};
};

/// How long networks are trained, and on how many images.
struct Schedule {
  std::int64_t train_images, scan_images, test_images;
  std::int64_t dense_images, retrain_images;  ///< images seen in training, and in retraining after each step
  std::int64_t batch = 64;
  double dense_rate = 0.1, retrain_rate = 0.05;  ///< highest learning rate
};

/// What a study measures: every combination of these.
struct StudyChoice {
  std::vector<StudyNet> nets;
  std::vector<std::uint64_t> seeds;
  std::vector<DensityRule> rules;
  std::vector<Granularity> granularities;
  std::vector<double> densities;  ///< from the highest to the lowest; n:m has its own
};

Schedule schedule_of(StudySize size);
StudyChoice choice_of(StudySize size);
/// One line that differs wherever two schedules do, so that a study is not continued with another one.
std::string describe(const Schedule& schedule);

}  // namespace scnnsim
