// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace scnnsim {

/// The value that a standard normal variable exceeds with probability 1 - p, 0 < p < 1.
inline double normal_quantile(double p) {
  return -std::sqrt(2.0) * boost::math::erfc_inv(2 * p);
}

/// The standard normal density at x.
inline double normal_density(double x) {
  return std::exp(-x * x / 2) / std::sqrt(2 * std::acos(-1.0));
}

}  // namespace scnnsim
