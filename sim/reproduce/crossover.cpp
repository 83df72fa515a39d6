// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/crossover.h"

#include <cstddef>
#include <limits>

namespace scnnsim {

double crossover(const std::vector<double>& x, const std::vector<double>& a, const std::vector<double>& b) {
  for (std::size_t i = 1; i < x.size(); ++i) {
    const double before = a[i - 1] - b[i - 1], after = a[i] - b[i];
    if (before < 0 && after >= 0) return x[i - 1] + (x[i] - x[i - 1]) * before / (before - after);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace scnnsim
