// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "models/pe/coordinate_unit.h"

namespace scnnsim {

/// Shares one T among PEs whose accumulator regions have the same shape: the addresses and banks of weights
/// depend on nothing else. May cache per-step data: the barrier keeps all PEs in the same step.
template <class T>
class RegionShapeCache {
 public:
  T& of(const CoordinateUnit& coordinates) { return of_shape_[{coordinates.area(), coordinates.columns()}]; }

 private:
  std::map<std::pair<std::int64_t, std::int64_t>, T> of_shape_;  ///< by the region's area and columns
};

}  // namespace scnnsim
