// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace scnnsim {

/// Indices, ascending, of the points that no other point dominates: at most as large in every coordinate and
/// smaller in one. All points have as many coordinates. Equal points are all kept. Takes O(n log n)
/// for two and three coordinates; for more, each point is compared with the front of those before it in
/// lexicographic order.
std::vector<std::size_t> pareto_front(const std::vector<std::vector<double>>& points);

}  // namespace scnnsim
