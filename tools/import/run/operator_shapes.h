// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/model/graph.h"
#include "traces/layer.h"

namespace scnnsim {

/// How a convolution or pooling moves over its input, one entry per spatial dimension. Pads are numbers:
/// auto_pad is worked out.
struct Window {
  Integers kernel, strides, dilations, pads_begin, pads_end;
};

/// The window of a node over an input of `input` rows, columns, ... with a kernel of `kernel`. SAME_UPPER and
/// SAME_LOWER pad to ceil(input / stride) outputs, the odd one at the end or at the beginning (ONNX, Conv).
/// Throws UserError for lists of another length, negative pads, and sizes above 2^20.
Window window_of(const Node& node, const Shape& input, const Shape& kernel);

/// The layer that a convolution over (N, C, H, W) or (N, C, H) with weights (K, C / groups, R, S) or (K, C /
/// groups, R) is; one spatial dimension is taken as H x 1. Throws UserError naming node, tensor and what was
/// expected.
LayerShape convolution_shape(const Node& node, const Shape& input, const Shape& weights);

/// Gemm: (rows, inner) x (inner, columns), each stored transposed where its flag says so.
struct GemmShape {
  std::size_t rows, inner, columns;
  bool transposes_a, transposes_b;
  float alpha, beta;
};
/// Throws UserError when the shapes do not go together.
GemmShape gemm_shape(const Node& node, const Shape& a, const Shape& b);

/// MatMul of a stack of matrices (..., rows, inner) and one or a stack of (inner, columns); a vector counts
/// as one row, or one column.
struct MatMulShape {
  Shape batch;  ///< broadcast
  std::size_t rows, inner, columns;
  Shape result;  ///< as the operator gives it
  Shape a, b;    ///< with vectors as matrices
};
MatMulShape matmul_shape(const Node& node, Shape a, Shape b);

}  // namespace scnnsim
