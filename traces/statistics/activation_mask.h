// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
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

}  // namespace scnnsim
