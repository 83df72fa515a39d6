// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/pareto_front.h"

#include <algorithm>
#include <numeric>

namespace scnnsim {
namespace {

bool dominates(const std::vector<double>& a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] > b[i]) return false;
  return a != b;
}

}  // namespace

std::vector<std::size_t> pareto_front(const std::vector<std::vector<double>>& points) {
  std::vector<std::size_t> order(points.size()), front;
  std::iota(order.begin(), order.end(), std::size_t{0});
  // What dominates a point comes before it, and dominance is transitive: only the front has to be asked.
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
  for (const std::size_t candidate : order)
    // The most recent are the nearest, thus the likeliest to dominate.
    if (std::none_of(front.rbegin(), front.rend(),
                     [&](std::size_t other) { return dominates(points[other], points[candidate]); }))
      front.push_back(candidate);
  std::sort(front.begin(), front.end());
  return front;
}

}  // namespace scnnsim
