// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tools/granularity-study/schedule.h"

namespace scnnsim {

/// One network that is trained: the dense one of a seed, or one pruned and retrained from its parent.
struct TrainingPoint {
  StudyNet net;
  std::uint64_t seed;
  DensityRule rule = DensityRule::uniform;
  Granularity granularity = Granularity::none;  ///< none: the dense network
  double density = 1;
  std::optional<std::size_t> parent{};  ///< its place among the points

  bool is_dense() const { return granularity == Granularity::none; }
  /// Whether a sensitivity scan of the dense network comes first.
  bool needs_scan() const { return rule == DensityRule::sensitivity && !is_dense(); }
  /// "vgg-1-uniform-block_4x4-0.25", a file's name.
  std::string name() const;
  /// "vgg-1-block_4x4", the name of the scan.
  std::string scan_name() const;
};

/// The points of a study in the order of work: by net, rule, seed, granularity and falling density. Every
/// parent comes before its children, and no point comes twice.
///
/// A density is retrained from the next higher one. n:m has the densities n / m, 2n / m ... below 1, and each
/// is retrained from the next higher one, so that 1:4 starts from 2:4. A density of its own has no rule: it
/// belongs to `uniform`.
std::vector<TrainingPoint> plan_study(const StudyChoice& choice);

}  // namespace scnnsim
