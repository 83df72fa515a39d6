// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/run/kernel.h"
#include "traces/layer.h"

namespace scnnsim {

/// A convolution or matrix product of integers as the layer that it is: shape, and operands without zero
/// points.
struct IntegerLayer {
  LayerDescription description;
  LayerTensors tensors;
};

/// Where an operator keeps its operands; npos where it has none.
struct IntegerInputs {
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::size_t activations, activation_zero, weights, weight_zero, bias = npos;
};

inline constexpr IntegerInputs qlinear_conv_inputs{0, 2, 3, 5, 8}, conv_integer_inputs{0, 2, 1, 3},
    qlinear_matmul_inputs{0, 2, 3, 5}, qgemm_inputs{0, 2, 3, 5, 6};

/// The layer of image `image` of a batch: QLinearConv, ConvInteger and the Conv of dequantised tensors.
/// Throws UserError.
IntegerLayer convolution_layer(const KernelCall& call, const IntegerInputs& inputs, std::size_t image);

/// (rows, inner) x (inner, columns) as a 1x1 convolution over `rows` x 1 positions with `inner` channels. `a`
/// and `b` are given as stored; the flags say where they are transposed.
IntegerLayer product_layer(const KernelCall& call, const IntegerInputs& inputs, bool transposes_a,
                           bool transposes_b);

/// (C, rows) from rows of C, as (C, rows, 1).
template <class T>
Tensor<T> rows_as_channels(const T* rows, std::size_t count, std::size_t channels) {
  Tensor<T> plane({channels, count, 1});
  for (std::size_t row = 0; row < count; ++row)
    for (std::size_t c = 0; c < channels; ++c) plane.data[c * count + row] = rows[row * channels + c];
  return plane;
}

}  // namespace scnnsim
