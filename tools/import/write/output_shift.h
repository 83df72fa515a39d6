// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "traces/layer.h"

namespace scnnsim {

/// The smallest arithmetic right shift that brings every output, after a ReLU if the layer has one, within
/// signed `bits`; at most 31.
inline std::uint32_t output_shift(const LayerDescription& layer, const Sums& sums, unsigned bits) {
  std::int64_t highest = 0, lowest = 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    highest = std::max(highest, sums[i]);
    lowest = std::min(lowest, sums[i]);
  }
  if (layer.rectifies()) lowest = 0;
  const std::int64_t limit = std::int64_t{1} << (bits - 1);
  std::uint32_t shift = 0;
  while (shift < 31 && ((highest >> shift) >= limit || (lowest >> shift) < -limit)) ++shift;
  return shift;
}

/// round(bias / scale of the products), within 32 bits.
inline std::int32_t bias_at_scale(double bias, double scale) {
  constexpr double widest = 2147483647;
  return static_cast<std::int32_t>(std::clamp(std::nearbyint(bias / scale), -widest, widest));
}

}  // namespace scnnsim
