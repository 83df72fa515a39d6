// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace scnnsim {

/// The x up to which curve `a` lies below curve `b`: the first change from a < b to a >= b between
/// neighbouring points, interpolated linearly. `x` rises. NaN when there is no such change.
double crossover(const std::vector<double>& x, const std::vector<double>& a, const std::vector<double>& b);

}  // namespace scnnsim
