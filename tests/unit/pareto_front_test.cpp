// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "sim/sweep/pareto_front.h"

namespace scnnsim {
namespace {

using Indices = std::vector<std::size_t>;

TEST(ParetoFront, keeps_what_no_point_dominates) {
  EXPECT_EQ(pareto_front({{3, 1}, {1, 3}, {2, 2}, {3, 3}, {2, 3}}), (Indices{0, 1, 2}));
  EXPECT_EQ(pareto_front({}), Indices{});
}

TEST(ParetoFront, equal_points_do_not_dominate_each_other) {
  EXPECT_EQ(pareto_front({{1, 1}, {1, 1}, {1, 2}}), (Indices{0, 1}));
}

TEST(ParetoFront, agrees_with_comparing_every_pair) {
  std::mt19937 random(7);
  for (const std::size_t dimensions : {2u, 3u, 4u}) {
    std::vector<std::vector<double>> points(300, std::vector<double>(dimensions));
    for (auto& point : points)
      for (double& value : point) value = static_cast<double>(random() % 12);
    const auto dominates = [&](const auto& a, const auto& b) {
      bool smaller = false;
      for (std::size_t i = 0; i < dimensions; ++i) {
        if (a[i] > b[i]) return false;
        smaller = smaller || a[i] < b[i];
      }
      return smaller;
    };
    Indices expected;
    for (std::size_t i = 0; i < points.size(); ++i) {
      bool kept = true;
      for (const auto& other : points) kept = kept && !dominates(other, points[i]);
      if (kept) expected.push_back(i);
    }
    EXPECT_EQ(pareto_front(points), expected) << dimensions;
  }
}

}  // namespace
}  // namespace scnnsim
