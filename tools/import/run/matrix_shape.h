// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/model/graph.h"

namespace scnnsim {

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
