// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "traces/tensor.h"

namespace scnnsim {

/// Where a layer's activations are not zero: one mark (0 or 1) per activation, (C, H, W).
struct ActivationMask {
  std::size_t channels, rows, columns;
  std::vector<std::uint8_t> marks;

  /// `activations` is (C, H, W).
  static ActivationMask of(const Tensor<std::int16_t>& activations);

  std::size_t positions() const { return rows * columns; }
  const std::uint8_t* channel(std::size_t c) const { return &marks[c * positions()]; }
  /// Share of non-zeros, 0 ... 1.
  double density() const;
  /// Of each channel.
  std::vector<double> channel_densities() const;
  /// Of each position over all channels, (H, W).
  std::vector<double> position_densities() const;
};

/// Whether position i of a plane lies in its first or last row or column.
bool is_outermost(std::size_t i, std::size_t rows, std::size_t columns);

/// Share of non-zeros in the outermost rows and columns, and in the others.
struct BorderDensities {
  double outermost, inside;
};
/// Nothing for planes without an inside (fewer than three rows or columns).
std::optional<BorderDensities> border_densities(const ActivationMask& mask);

/// The parameter `border` of the pattern `correlated` that gives these densities: the difference of their
/// normal quantiles, in standard deviations of the fields. Densities of 0 and 1 count as half a non-zero and
/// half a zero.
std::optional<double> fit_border(const ActivationMask& mask);

/// alpha + beta of the Beta distribution that fits the channels' densities best (maximum likelihood over
/// alpha and beta). Small: channels differ much; large: they are alike. Densities of 0 and 1, which no Beta
/// distribution gives, count as half a non-zero and half a zero in the plane. Nothing when there is one
/// channel or all channels have the same density; at most 1e6.
std::optional<double> fit_concentration(const ActivationMask& mask);

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

/// The parameter `spectrum` of the pattern `correlated` that gives the layer its autocorrelation at distance
/// 1, 0 ... 4. Nothing where autocorrelation() is undefined.
std::optional<double> fit_spectrum(const ActivationMask& mask);

/// How unevenly the non-zeros of all channels together lie over the PEs: the plane is cut into tiles of
/// ceil(H / rows) x ceil(W / columns) positions, one per PE, as SCNN does; the result is the coefficient of
/// variation of the tiles' densities (standard deviation over mean, tiles counted by their positions). 0:
/// even. Nothing when the layer has no non-zeros or a single tile.
std::optional<double> tile_unevenness(const ActivationMask& mask, std::size_t rows, std::size_t columns);

}  // namespace scnnsim
