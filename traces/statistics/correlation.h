// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "traces/statistics/activation_mask.h"

namespace scnnsim {

/// Correlation of the marks of one channel at two positions `distance` rows or columns apart, -1 ... 1: the
/// sum of covariances over channels, divided by the sum of variances, so that channels count by their
/// variance. Means and variances are those of the plane. Nothing when no two positions are that far apart or
/// no channel varies.
std::optional<double> autocorrelation(const ActivationMask& mask, std::size_t distance);

/// Correlation of the marks of two channels at one position: the sum of covariances over all pairs of
/// different channels, divided by the sum of the products of their standard deviations. Nothing when fewer
/// than two channels vary.
std::optional<double> channel_correlation(const ActivationMask& mask);

/// The parameter `shared` of the pattern `correlated` that gives the layer its channel_correlation once the
/// difference between the outermost and the other positions is taken out: the correlation of the Gaussian
/// fields behind the marks, to first order, 0 ... 1. Nothing when fewer than two channels vary.
std::optional<double> fit_shared(const ActivationMask& mask);

}  // namespace scnnsim
