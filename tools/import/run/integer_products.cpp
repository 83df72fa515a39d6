// SPDX-License-Identifier: Apache-2.0
#include "tools/import/run/integer_products.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "tools/import/run/operator_shapes.h"
#include "tools/import/run/quantisation.h"
#include "traces/npy.h"

namespace scnnsim {

namespace {

const Value* zero_point(const KernelCall& call, std::size_t index) {
  return call.has(index) ? &call.integers(index) : nullptr;
}

std::string what_of(const KernelCall& call, std::size_t index) {
  return fmt::format("{}: input \"{}\"", call.node.label(), call.node.input(index));
}

Tensor<std::int16_t> operand(const KernelCall& call, std::size_t index, std::size_t zero, std::size_t axis) {
  return without_zero_point(call.integers(index), zero_point(call, zero), axis, what_of(call, index));
}

void check_zero_point(const KernelCall& call, std::size_t index, std::size_t most) {
  if (call.has(index) && call.input(index).size() != 1 && call.input(index).size() != most)
    call.fail_input(index,
                    most == 1 ? std::string("one zero point") : fmt::format("one zero point, or {}", most));
}

std::optional<Tensor<std::int32_t>> bias_of(const KernelCall& call, std::size_t index, std::size_t filters) {
  if (!call.has(index)) return std::nullopt;
  const Value& bias = call.integers(index);
  if (bias.size() != filters) call.fail_input(index, fmt::format("one number per filter: ({},)", filters));
  Tensor<std::int32_t> result({filters});
  for (std::size_t k = 0; k < filters; ++k) {
    if (bias.integers()[k] < std::numeric_limits<std::int32_t>::min() ||
        bias.integers()[k] > std::numeric_limits<std::int32_t>::max())
      call.fail_input(index, "numbers of 32 bits");
    result.data[k] = static_cast<std::int32_t>(bias.integers()[k]);
  }
  return result;
}

/// (rows, columns) of a matrix stored as (columns, rows).
Tensor<std::int16_t> transposed(const Tensor<std::int16_t>& matrix) {
  Tensor<std::int16_t> result({matrix.shape[1], matrix.shape[0]});
  for (std::size_t row = 0; row < matrix.shape[0]; ++row)
    for (std::size_t column = 0; column < matrix.shape[1]; ++column)
      result.data[column * matrix.shape[0] + row] = matrix.data[row * matrix.shape[1] + column];
  return result;
}

}  // namespace

IntegerLayer convolution_layer(const KernelCall& call, const IntegerInputs& inputs, std::size_t image) {
  const Value &x = call.integers(inputs.activations), &w = call.integers(inputs.weights);
  IntegerLayer layer;
  layer.description.name = call.node.name;
  layer.description.shape = convolution_shape(call.node, x.shape, w.shape);
  const LayerShape& s = layer.description.shape;
  check_zero_point(call, inputs.activation_zero, 1);
  check_zero_point(call, inputs.weight_zero, s.K);
  const std::size_t plane = std::size_t{s.C} * s.H * s.W;
  Value one = Value::zeros(x.type, {s.C, s.H, s.W});
  std::copy_n(x.integers().begin() + static_cast<std::ptrdiff_t>(image * plane), plane,
              std::get<1>(one.data).begin());
  layer.tensors.activations =
      without_zero_point(one, zero_point(call, inputs.activation_zero), 0, what_of(call, inputs.activations));
  layer.tensors.weights = operand(call, inputs.weights, inputs.weight_zero, 0);
  layer.tensors.weights.shape = {s.K, s.channels_per_group(), s.R, s.S};
  layer.tensors.bias = bias_of(call, inputs.bias, s.K);
  return layer;
}

IntegerLayer product_layer(const KernelCall& call, const IntegerInputs& inputs, bool transposes_a,
                           bool transposes_b) {
  const Value &a = call.integers(inputs.activations), &b = call.integers(inputs.weights);
  if (b.shape.size() != 2 || b.size() == 0) call.fail_input(inputs.weights, "a matrix");
  if (a.shape.empty() || a.size() == 0 || (transposes_a && a.shape.size() != 2))
    call.fail_input(inputs.activations, "a matrix");
  const std::size_t columns = b.shape[transposes_b ? 0 : 1], inner = b.shape[transposes_b ? 1 : 0];
  check_zero_point(call, inputs.activation_zero, 1);
  check_zero_point(call, inputs.weight_zero, columns);
  Tensor<std::int16_t> rows = operand(call, inputs.activations, inputs.activation_zero, a.shape.size());
  if (transposes_a) rows = transposed(rows);
  if (rows.shape.back() != inner)
    call.fail_input(inputs.activations, fmt::format("rows of {} elements", inner));
  Tensor<std::int16_t> weights = operand(call, inputs.weights, inputs.weight_zero, transposes_b ? 0 : 1);
  if (!transposes_b) weights = transposed(weights);
  const std::size_t count = rows.size() / inner;
  IntegerLayer layer;
  layer.description.name = call.node.name;
  LayerShape& s = layer.description.shape;
  constexpr std::size_t largest = 1 << 20;
  s.C = static_cast<std::uint32_t>(std::min(inner, largest + 1)),
  s.K = static_cast<std::uint32_t>(std::min(columns, largest + 1));
  s.H = static_cast<std::uint32_t>(std::min(count, largest + 1));
  check_shape(s, call.node.label());
  layer.tensors.activations = rows_as_channels(rows.data.data(), count, inner);
  layer.tensors.weights = std::move(weights);
  layer.tensors.weights.shape = {columns, inner, 1, 1};
  layer.tensors.bias = bias_of(call, inputs.bias, columns);
  return layer;
}

}  // namespace scnnsim
