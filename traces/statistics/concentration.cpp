// SPDX-License-Identifier: Apache-2.0
#include "traces/statistics/activation_mask.h"

#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>

namespace scnnsim {

namespace {

/// What the likelihood depends on, and a first guess by moments.
struct BetaSample {
  double mean_log = 0, mean_log_complement = 0;
  double mean = 0, variance = 0;

  explicit BetaSample(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    for (const double x : values) {
      mean_log += std::log(x) / n;
      mean_log_complement += std::log1p(-x) / n;
      mean += x / n;
    }
    for (const double x : values) variance += (x - mean) * (x - mean) / n;
  }
};

struct BetaParameters {
  double alpha, beta;
};

/// Newton's step towards the maximum of the log-likelihood, which is concave.
BetaParameters newton_step(const BetaSample& sample, const BetaParameters& at) {
  using boost::math::digamma;
  using boost::math::trigamma;
  const double sum = digamma(at.alpha + at.beta), curvature = trigamma(at.alpha + at.beta);
  const double slope_a = sample.mean_log - digamma(at.alpha) + sum;
  const double slope_b = sample.mean_log_complement - digamma(at.beta) + sum;
  const double aa = trigamma(at.alpha) - curvature, bb = trigamma(at.beta) - curvature;
  const double determinant = aa * bb - curvature * curvature;
  return {(bb * slope_a + curvature * slope_b) / determinant,
          (aa * slope_b + curvature * slope_a) / determinant};
}

BetaParameters fit_beta(const BetaSample& sample) {
  const double guess = std::clamp(sample.mean * (1 - sample.mean) / sample.variance - 1, 0.01, 1e6);
  BetaParameters at{sample.mean * guess, (1 - sample.mean) * guess};
  for (int i = 0; i < 100 && at.alpha + at.beta < 1e6; ++i) {
    const BetaParameters step = newton_step(sample, at);
    // Both parameters stay positive.
    const BetaParameters next{std::max(at.alpha + step.alpha, at.alpha / 4),
                              std::max(at.beta + step.beta, at.beta / 4)};
    const double change = std::abs(next.alpha - at.alpha) + std::abs(next.beta - at.beta);
    at = next;
    if (change < 1e-9 * (at.alpha + at.beta)) break;
  }
  return at;
}

}  // namespace

std::optional<double> fit_concentration(const ActivationMask& mask) {
  std::vector<double> densities = mask.channel_densities();
  const auto [low, high] = std::minmax_element(densities.begin(), densities.end());
  if (mask.channels < 2 || *low == *high) return std::nullopt;
  const double half = 0.5 / static_cast<double>(mask.positions());
  for (double& density : densities) density = std::clamp(density, half, 1 - half);
  const BetaSample sample(densities);
  if (sample.variance == 0) return std::nullopt;
  const BetaParameters fitted = fit_beta(sample);
  return std::min(fitted.alpha + fitted.beta, 1e6);
}

}  // namespace scnnsim
