// SPDX-License-Identifier: Apache-2.0
#include "traces/statistics/activation_mask.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "traces/statistics/normal_quantile.h"

namespace scnnsim {

namespace {

/// Sums over channels of a weight w per channel: over all pairs of different channels, the products w w'.
struct PairSums {
  double sum = 0, squares = 0;
  void add(double weight) { sum += weight, squares += weight * weight; }
  double products() const { return sum * sum - squares; }
};

double variance(double density) {
  return density * (1 - density);
}

/// Sum over positions of the products of the deviations at two positions, `step` apart in memory; `rows` and
/// `columns` are those of the first position.
double products(const std::uint8_t* marks, double mean, std::size_t rows, std::size_t columns,
                std::size_t row_length, std::size_t step) {
  double sum = 0;
  for (std::size_t y = 0; y < rows; ++y)
    for (std::size_t x = 0; x < columns; ++x) {
      const std::uint8_t* const at = marks + y * row_length + x;
      sum += (at[0] - mean) * (at[step] - mean);
    }
  return sum;
}

/// Of each position, the sum over channels of mark less mean.
std::vector<double> summed_deviations(const ActivationMask& mask) {
  const double mean = mask.density();
  std::vector<double> sums = mask.position_densities();
  for (double& sum : sums) sum = (sum - mean) * static_cast<double>(mask.channels);
  return sums;
}

/// Sum over all pairs of different channels of their covariance. `free_means`: how many means were taken out
/// of the sums.
double pair_covariances(const std::vector<double>& sums, double variances, std::size_t free_means) {
  const double squares = std::inner_product(sums.begin(), sums.end(), sums.begin(), 0.0);
  const auto n = static_cast<double>(sums.size());
  return squares / n - variances * (n - static_cast<double>(free_means)) / (n - 1);
}

/// Takes the mean of the outermost positions out of them, and that of the others out of the others.
void take_out_border(std::vector<double>& sums, const ActivationMask& mask) {
  double totals[2] = {0, 0}, counts[2] = {0, 0};
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const bool inside = !is_outermost(i, mask.rows, mask.columns);
    totals[inside] += sums[i];
    ++counts[inside];
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const bool inside = !is_outermost(i, mask.rows, mask.columns);
    sums[i] -= totals[inside] / counts[inside];
  }
}

}  // namespace

std::optional<double> autocorrelation(const ActivationMask& mask, std::size_t distance) {
  const std::size_t H = mask.rows, W = mask.columns;
  const std::size_t along_rows = W > distance ? H * (W - distance) : 0,
                    along_columns = H > distance ? W * (H - distance) : 0;
  double covariances = 0, variances = 0;
  const std::vector<double> densities = mask.channel_densities();
  for (std::size_t c = 0; c < mask.channels; ++c) {
    variances += variance(densities[c]);
    if (along_rows > 0) covariances += products(mask.channel(c), densities[c], H, W - distance, W, distance);
    if (along_columns > 0)
      covariances += products(mask.channel(c), densities[c], H - distance, W, W, distance * W);
  }
  if (along_rows + along_columns == 0 || variances == 0) return std::nullopt;
  return covariances / static_cast<double>(along_rows + along_columns) / variances;
}

std::optional<double> channel_correlation(const ActivationMask& mask) {
  PairSums deviations;
  for (const double density : mask.channel_densities()) deviations.add(std::sqrt(variance(density)));
  if (deviations.products() <= 1e-9 * deviations.squares) return std::nullopt;
  return pair_covariances(summed_deviations(mask), deviations.squares, 1) / deviations.products();
}

std::optional<double> fit_shared(const ActivationMask& mask) {
  // Fields with correlation r, cut off at the quantiles of the densities, give marks the covariance r times
  // the product of the normal densities at the quantiles, to first order in r.
  PairSums slopes, deviations;
  for (const double density : mask.channel_densities()) {
    if (density == 0 || density == 1) continue;
    slopes.add(normal_density(normal_quantile(density)));
    deviations.add(std::sqrt(variance(density)));
  }
  if (deviations.products() <= 1e-9 * deviations.squares) return std::nullopt;
  std::vector<double> sums = summed_deviations(mask);
  const bool has_inside = mask.rows > 2 && mask.columns > 2;
  if (has_inside) take_out_border(sums, mask);
  const double covariances = pair_covariances(sums, deviations.squares, has_inside ? 2 : 1);
  return std::clamp(covariances / slopes.products(), 0.0, 1.0);
}

}  // namespace scnnsim
