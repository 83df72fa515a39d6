// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "sim/sweep/report/pareto_front.h"

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

/// By definition: every point against every other.
Indices front_by_pairs(const std::vector<std::vector<double>>& points) {
  Indices front;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool is_dominated = std::any_of(points.begin(), points.end(), [&](const auto& other) {
      bool is_at_most = other != points[i];
      for (std::size_t k = 0; k < other.size(); ++k) is_at_most = is_at_most && other[k] <= points[i][k];
      return is_at_most;
    });
    if (!is_dominated) front.push_back(i);
  }
  return front;
}

TEST(ParetoFront, agrees_with_comparing_every_pair) {
  std::mt19937 random(1);
  for (const std::size_t coordinates : {1u, 2u, 3u, 4u})
    for (const int largest : {0, 1, 3, 10, 1000}) {  // few values: equal points and equal coordinates
      std::uniform_int_distribution<int> value(-largest, largest);
      for (std::size_t count = 0; count < 60; ++count) {
        std::vector<std::vector<double>> points(count, std::vector<double>(coordinates));
        for (auto& point : points)
          for (double& coordinate : point) coordinate = value(random);
        ASSERT_EQ(pareto_front(points), front_by_pairs(points)) << coordinates << " " << largest;
      }
    }
}

TEST(ParetoFront, keeps_all_of_many_points_that_do_not_dominate_each_other) {
  std::vector<std::vector<double>> two, three;
  for (int i = 0; i < 200'000; ++i) {
    two.push_back({1.0 * i, -1.0 * i});
    three.push_back({1.0 * (i % 1000), 1.0 * (i / 1000), -1.0 * (i % 1000) - i / 1000});
  }
  Indices all(two.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  EXPECT_EQ(pareto_front(two), all);
  EXPECT_EQ(pareto_front(three), all);
  two[1] = {1e6, 1e6};
  three[1] = {1e6, 1e6, 1e6};
  all.erase(all.begin() + 1);
  EXPECT_EQ(pareto_front(two), all);
  EXPECT_EQ(pareto_front(three), all);
}

}  // namespace
}  // namespace scnnsim
