// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "sim/sweep/plan/sweep_point.h"

namespace scnnsim {

/// The baseline of each point of a sweep. Either one point for all ("12"), or the point that has a given
/// value of one axis ("weight_fifo.entries=400") and agrees in every other axis, apart from those that follow
/// that axis, as in a `zip`. Points of different networks are not compared.
class SweepBaseline {
 public:
  /// Points must outlive it. Throws UserError when `chosen` is neither form, no such point is done, or no
  /// other point has one of them as its baseline.
  SweepBaseline(const std::vector<SweepPoint>& points, const std::vector<std::string>& axes,
                const std::string& chosen);

  /// The point's baseline; null where there is none, or it is not done.
  const SweepPoint* find(const SweepPoint& point) const;

 private:
  /// Throws UserError when there are points besides the baselines, and none of them has one.
  void require_pairs(const std::vector<SweepPoint>& points, const std::string& wanted,
                     const std::string& chosen) const;
  /// The values in which a point and its baseline agree, as text.
  std::string key_of(const SweepPoint& point) const;

  std::vector<std::string> axes_;  ///< in which a point and its baseline agree
  std::string axis_;
  std::unordered_map<std::string, const SweepPoint*> of_;
};

}  // namespace scnnsim
