// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "sim/sweep/plan/sweep_point.h"

namespace scnnsim {

/// What points of a sweep are compared with: one point ("12"), or the point that differs in one axis only
/// ("weight_fifo.entries=400") and in those that change with it, as in a `zip`. Points of different networks
/// are not compared.
class SweepBaseline {
 public:
  /// Points must outlive it. Throws UserError when `chosen` is neither, no such point is done, or no other
  /// point can be compared with one.
  SweepBaseline(const std::vector<SweepPoint>& points, const std::vector<std::string>& axes,
                const std::string& chosen);

  /// Null where there is none, or it is not done.
  const SweepPoint* find(const SweepPoint& point) const;

 private:
  /// Throws UserError when there are points besides the baselines, and none of them has one.
  void require_pairs(const std::vector<SweepPoint>& points, const std::string& wanted,
                     const std::string& chosen) const;
  /// Everything that tells a point from others but the axis.
  std::string key_of(const SweepPoint& point) const;

  std::vector<std::string> axes_;  ///< in which a point and its baseline agree
  std::string axis_;
  std::unordered_map<std::string, const SweepPoint*> of_;
};

}  // namespace scnnsim
