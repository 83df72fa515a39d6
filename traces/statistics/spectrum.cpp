// SPDX-License-Identifier: Apache-2.0
#include "traces/statistics/activation_mask.h"

#include <cmath>
#include <functional>

#include "traces/patterns/gaussian_fields.h"
#include "traces/statistics/normal_quantile.h"

namespace scnnsim {

namespace {

/// Where an increasing function reaches `value`, within low ... high; the nearer end where it does not.
double invert(const std::function<double(double)>& function, double value, double low, double high) {
  for (int i = 0; i < 30; ++i) {
    const double middle = (low + high) / 2;
    (function(middle) < value ? low : high) = middle;
  }
  return (low + high) / 2;
}

/// Covariance of two marks that are set where standard normal variables with correlation sin(angle) exceed t:
/// the integral of the bivariate normal density at (t, t) over the correlation, here over its angle.
double mark_covariance(double t, double angle) {
  constexpr int intervals = 16;
  double sum = 0;
  for (int i = 0; i <= intervals; ++i) {
    const double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;  // Simpson's rule
    sum += weight * std::exp(-t * t / (1 + std::sin(angle * i / intervals)));
  }
  return sum * angle / (3 * intervals) / (2 * std::acos(-1.0));
}

/// The fields' correlation behind a correlation of the marks, channels weighed by variance as there.
double field_correlation(const std::vector<double>& densities, double of_marks) {
  std::vector<double> thresholds;
  double variances = 0;
  for (const double density : densities) {
    if (density == 0 || density == 1) continue;
    thresholds.push_back(normal_quantile(1 - density));
    variances += density * (1 - density);
  }
  const auto marks_at = [&](double angle) {
    double covariances = 0;
    for (const double t : thresholds) covariances += mark_covariance(t, angle);
    return covariances / variances;
  };
  return std::sin(invert(marks_at, of_marks, 0, std::acos(0.0)));
}

}  // namespace

std::optional<double> fit_spectrum(const ActivationMask& mask) {
  const auto of_marks = autocorrelation(mask, 1);
  if (!of_marks) return std::nullopt;
  const double wanted = field_correlation(mask.channel_densities(), *of_marks);
  const auto neighbours_at = [&](double exponent) {
    return GaussianFields(mask.rows, mask.columns, exponent).neighbour_correlation();
  };
  return invert(neighbours_at, wanted, 0, 4);
}

}  // namespace scnnsim
