// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "traces/layer.h"

namespace scnnsim::lockstep {

/// One group of a layer, rewritten to unit stride (models/README.md section 1, rules 1 and 2). Output (p, q)
/// uses input (p + r dilation_h - pad_top, q + s dilation_w - pad_left). Channels without taps are left out.
struct UnitLayer {
  int channels = 0, filters = 0;
  int rows = 0, columns = 0;  ///< plane
  int filter_rows = 0, filter_columns = 0;
  int pad_top = 0, pad_left = 0;
  int dilation_h = 1, dilation_w = 1;
  int output_rows = 0, output_columns = 0;
  std::vector<std::vector<std::vector<std::int16_t>>> weights;  ///< [k][c][r * filter_columns + s]
  std::vector<std::vector<std::size_t>> taps;          ///< [c]: those that the original filter has, in order
  std::vector<std::vector<std::int16_t>> activations;  ///< [c][y * columns + x]

  /// How far a region reaches beyond the input tile.
  int grow_rows() const { return (filter_rows - 1) * dilation_h; }
  int grow_columns() const { return (filter_columns - 1) * dilation_w; }
};

UnitLayer rewrite_group(const LayerDescription& layer, const LayerTensors& tensors, int group);

/// Pairs of a non-zero weight and a non-zero activation that meet in an output.
std::uint64_t effectual_products(const LayerDescription& layer, const LayerTensors& tensors);

/// Sums (K, P, Q) with bias, straight from the layer's shape: seven loops, no rewriting.
Tensor<std::int64_t> plain_convolution(const LayerDescription& layer, const LayerTensors& tensors);

/// ReLU, arithmetic right shift, saturation to signed `operand_bits`.
std::int16_t requantised(std::int64_t sum, const LayerDescription& layer, unsigned operand_bits);

}  // namespace scnnsim::lockstep
