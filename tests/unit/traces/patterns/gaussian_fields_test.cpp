// SPDX-License-Identifier: Apache-2.0
#include "traces/patterns/gaussian_fields.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace scnnsim {
namespace {

double mean_product(const std::vector<float>& a, const std::vector<float>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / static_cast<double>(a.size());
}

TEST(GaussianFields, planes_have_mean_0_and_variance_1) {
  RandomStream random(1, "layer", "fields");
  for (const auto& [rows, columns] : {std::pair{2u, 2u}, {7u, 7u}, {1u, 50u}, {50u, 1u}, {35u, 20u}}) {
    GaussianFields fields(rows, columns, 0.9);
    for (int repeat = 0; repeat < 3; ++repeat) {
      const std::vector<float>& plane = fields.next(random);
      ASSERT_EQ(plane.size(), rows * columns);
      EXPECT_NEAR(std::accumulate(plane.begin(), plane.end(), 0.0) / static_cast<double>(plane.size()), 0,
                  1e-5);
      EXPECT_NEAR(mean_product(plane, plane), 1, 1e-4);
    }
  }
}

TEST(GaussianFields, one_position_has_no_field) {
  RandomStream random(1, "layer", "fields");
  GaussianFields fields(1, 1, 0.9);
  EXPECT_EQ(fields.next(random), std::vector<float>{0});
}

TEST(GaussianFields, successive_planes_are_independent) {
  RandomStream random(1, "layer", "fields");
  GaussianFields fields(64, 64, 0);
  std::vector<std::vector<float>> planes;
  for (int repeat = 0; repeat < 4; ++repeat) planes.push_back(fields.next(random));
  // White noise: the correlation of two planes of 4,096 positions has the deviation 1 / 64.
  for (std::size_t i = 0; i < planes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NEAR(mean_product(planes[i], planes[j]), 0, 5.0 / 64);
}

/// Correlation of neighbours in a row, mean over planes.
double neighbours(double exponent) {
  RandomStream random(2, "layer", "fields");
  GaussianFields fields(40, 40, exponent);
  double sum = 0;
  for (int repeat = 0; repeat < 40; ++repeat) {
    const std::vector<float>& plane = fields.next(random);
    for (std::size_t y = 0; y < 40; ++y)
      for (std::size_t x = 0; x < 39; ++x) sum += plane[y * 40 + x] * plane[y * 40 + x + 1];
  }
  return sum / (40 * 40 * 39);
}

/// The correlation at distance 1 on the torus of 64 x 64: sum of k^-2e cos(2 pi u) over sum of k^-2e.
double expected_neighbours(double exponent) {
  double power = 0, correlated = 0;
  for (int v = 0; v < 64; ++v)
    for (int u = 0; u < 64; ++u) {
      const double a = std::min(v, 64 - v) / 64.0, b = std::min(u, 64 - u) / 64.0;
      if (a == 0 && b == 0) continue;
      const double p = std::pow(a * a + b * b, -exponent);
      power += p;
      correlated += p * std::cos(2 * std::acos(-1.0) * b);
    }
  return correlated / power;
}

TEST(GaussianFields, expects_the_neighbours_that_it_draws) {
  for (const double exponent : {0.0, 0.5, 0.9, 1.2}) {
    const double expected = GaussianFields(40, 40, exponent).neighbour_correlation();
    EXPECT_NEAR(neighbours(exponent), expected, 0.02) << exponent;
  }
  // White noise in two positions: what is left of it after the mean is opposite.
  EXPECT_NEAR(GaussianFields(1, 2, 0).neighbour_correlation(), -1, 1e-6);
}

TEST(GaussianFields, neighbours_correlate_as_the_spectrum_says) {
  EXPECT_NEAR(neighbours(0), 0, 0.01);
  for (const double exponent : {0.5, 0.9})
    EXPECT_NEAR(neighbours(exponent), expected_neighbours(exponent), 0.04);
}

}  // namespace
}  // namespace scnnsim
