// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/report/pareto_front.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>

namespace scnnsim {
namespace {

using Place = std::vector<double>;

/// Takes different points of two coordinates in lexicographic order.
class FrontOfTwo {
 public:
  bool take(const Place& place) {
    if (!is_empty_ && place[1] >= least_) return false;
    is_empty_ = false;
    least_ = place[1];
    return true;
  }

 private:
  bool is_empty_ = true;
  double least_ = 0;
};

/// The same for three coordinates. The first never decreases, so the others decide: the points that they
/// dominate lie above a staircase.
class FrontOfThree {
 public:
  bool take(const Place& place) {
    const double y = place[1], z = place[2];
    auto next = stairs_.upper_bound(y);
    if (next != stairs_.begin() && std::prev(next)->second <= z) return false;
    while (next != stairs_.end() && next->second >= z) next = stairs_.erase(next);
    stairs_.insert_or_assign(y, z);
    return true;
  }

 private:
  std::map<double, double> stairs_;  ///< third coordinate by second: decreasing
};

/// The same for any number of coordinates: compares with every point taken so far.
class FrontOfMany {
 public:
  bool take(const Place& place) {
    const auto dominates = [&](const Place* other) {
      for (std::size_t i = 0; i < place.size(); ++i)
        if ((*other)[i] > place[i]) return false;
      return true;
    };
    // Recent points are the nearest ones, which are the likeliest to dominate.
    if (std::any_of(front_.rbegin(), front_.rend(), dominates)) return false;
    front_.push_back(&place);
    return true;
  }

 private:
  std::vector<const Place*> front_;
};

/// A point that dominates another comes before it in lexicographic order, and dominance is transitive, so
/// each point is compared with the front alone. Equal points are kept or dropped together.
template <class Front>
std::vector<std::size_t> collect(const std::vector<Place>& points, Front front) {
  std::vector<std::size_t> order(points.size()), kept;
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
  bool is_kept = false;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Place& place = points[order[i]];
    if (i == 0 || place != points[order[i - 1]]) is_kept = front.take(place);
    if (is_kept) kept.push_back(order[i]);
  }
  std::sort(kept.begin(), kept.end());
  return kept;
}

}  // namespace

std::vector<std::size_t> pareto_front(const std::vector<Place>& points) {
  switch (points.empty() ? 0 : points.front().size()) {
    case 2:
      return collect(points, FrontOfTwo());
    case 3:
      return collect(points, FrontOfThree());
    default:
      return collect(points, FrontOfMany());
  }
}

}  // namespace scnnsim
