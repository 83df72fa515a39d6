// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

namespace scnnsim {

/// A figure's value for each trace seed. At least one.
struct Measured {
  std::vector<double> by_seed;

  double mean() const {
    return std::accumulate(by_seed.begin(), by_seed.end(), 0.0) / static_cast<double>(by_seed.size());
  }
  bool has_spread() const { return by_seed.size() > 1; }
  /// Largest less smallest.
  double spread() const {
    const auto [least, most] = std::minmax_element(by_seed.begin(), by_seed.end());
    return *most - *least;
  }
};

}  // namespace scnnsim
