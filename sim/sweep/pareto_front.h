// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace scnnsim {

/// Indices, ascending, of the points that no other point dominates: at most as large in every coordinate and
/// smaller in one. All points have as many coordinates. Equal points are all kept. Points are compared with
/// the front of those before them in lexicographic order: fast unless most points are in the front.
std::vector<std::size_t> pareto_front(const std::vector<std::vector<double>>& points);

}  // namespace scnnsim
