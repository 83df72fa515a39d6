// SPDX-License-Identifier: Apache-2.0
#include "tools/import/run/matrix_shape.h"

#include <fmt/format.h>

#include "tools/import/run/strided.h"
#include "traces/npy.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace {

[[noreturn]] void fail(const Node& node, const Shape& a, const Shape& b) {
  throw UserError(fmt::format("{}: got matrices of shapes {} and {}, expected ones that can be multiplied",
                              node.label(), describe_shape(a), describe_shape(b)));
}

}  // namespace

GemmShape gemm_shape(const Node& node, const Shape& a, const Shape& b) {
  if (a.size() != 2 || b.size() != 2) fail(node, a, b);
  GemmShape shape{};
  shape.transposes_a = node.attribute<std::int64_t>("transA", 0) != 0;
  shape.transposes_b = node.attribute<std::int64_t>("transB", 0) != 0;
  shape.alpha = node.attribute<float>("alpha", 1);
  shape.beta = node.attribute<float>("beta", 1);
  shape.rows = a[shape.transposes_a ? 1 : 0], shape.inner = a[shape.transposes_a ? 0 : 1];
  shape.columns = b[shape.transposes_b ? 0 : 1];
  if (b[shape.transposes_b ? 1 : 0] != shape.inner || shape.inner == 0 || element_count(a) == 0 ||
      element_count(b) == 0)
    fail(node, a, b);
  return shape;
}

MatMulShape matmul_shape(const Node& node, Shape a, Shape b) {
  if (a.empty() || b.empty() || element_count(a) == 0 || element_count(b) == 0) fail(node, a, b);
  const bool is_row = a.size() == 1, is_column = b.size() == 1;
  if (is_row) a.insert(a.begin(), 1);
  if (is_column) b.push_back(1);
  MatMulShape shape{};
  shape.rows = a[a.size() - 2], shape.inner = a.back(), shape.columns = b.back();
  if (b[b.size() - 2] != shape.inner) fail(node, a, b);
  shape.batch = broadcast_shape({a.begin(), a.end() - 2}, {b.begin(), b.end() - 2}, node.label());
  shape.result = shape.batch;
  if (!is_row) shape.result.push_back(shape.rows);
  if (!is_column) shape.result.push_back(shape.columns);
  shape.a = std::move(a), shape.b = std::move(b);
  return shape;
}

}  // namespace scnnsim
