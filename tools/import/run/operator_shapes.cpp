// SPDX-License-Identifier: Apache-2.0
#include "tools/import/run/operator_shapes.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/import/run/strided.h"
#include "traces/npy.h"
#include "traces/support/error.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

constexpr std::int64_t largest = 1 << 20;

/// A list attribute of a given length, or that many `otherwise`.
Integers list_of(const Node& node, const char* name, std::size_t length, ValueRange<std::int64_t> range,
                 std::int64_t otherwise) {
  const auto list = node.attribute<Integers>(name, Integers(length, otherwise));
  if (list.size() != length)
    throw UserError(fmt::format("{}: attribute {}: got {} numbers, expected {}", node.label(), name,
                                list.size(), length));
  for (const std::int64_t item : list)
    if (item < range.lowest || item > range.highest)
      throw UserError(fmt::format("{}: attribute {}: got {}, expected {} ... {}", node.label(), name, item,
                                  range.lowest, range.highest));
  return list;
}

/// Padding of one dimension to ceil(input / stride) outputs.
std::int64_t same_padding(std::int64_t input, std::int64_t kernel, std::int64_t stride,
                          std::int64_t dilation) {
  const std::int64_t outputs = (input + stride - 1) / stride;
  return std::max<std::int64_t>(0, (outputs - 1) * stride + dilation * (kernel - 1) + 1 - input);
}

void set_same_pads(Window& window, const Shape& input, bool upper) {
  for (std::size_t d = 0; d < input.size(); ++d) {
    const std::int64_t padding = same_padding(static_cast<std::int64_t>(input[d]), window.kernel[d],
                                              window.strides[d], window.dilations[d]);
    const std::int64_t less = padding / 2;
    window.pads_begin[d] = upper ? less : padding - less;
    window.pads_end[d] = padding - window.pads_begin[d];
  }
}

[[noreturn]] void fail_shape(const Node& node, std::size_t input, const Shape& shape,
                             const std::string& expected) {
  throw UserError(fmt::format("{}: input \"{}\": shape: got {}, expected {}", node.label(), node.input(input),
                              describe_shape(shape), expected));
}

/// (rows, columns) of a shape's spatial dimensions.
std::pair<std::size_t, std::size_t> plane_of(const Shape& shape) {
  return {shape[2], shape.size() == 3 ? 1 : shape[3]};
}

std::uint32_t second(const Integers& list, std::int64_t otherwise) {
  return static_cast<std::uint32_t>(list.size() > 1 ? list[1] : otherwise);
}

}  // namespace

Window window_of(const Node& node, const Shape& input, const Shape& kernel) {
  const std::size_t rank = input.size();
  for (const Shape* shape : {&input, &kernel})
    for (const std::size_t size : *shape)
      if (size == 0 || size > static_cast<std::size_t>(largest))
        throw UserError(
            fmt::format("{}: got {} rows or columns, expected 1 ... {}", node.label(), size, largest));
  Window window;
  window.kernel.assign(kernel.begin(), kernel.end());
  window.strides = list_of(node, "strides", rank, {1, largest}, 1);
  window.dilations = list_of(node, "dilations", rank, {1, largest}, 1);
  const Integers pads = list_of(node, "pads", 2 * rank, {0, largest}, 0);
  window.pads_begin.assign(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(rank));
  window.pads_end.assign(pads.begin() + static_cast<std::ptrdiff_t>(rank), pads.end());
  const auto auto_pad = node.attribute<std::string>("auto_pad", "NOTSET");
  if (auto_pad == "SAME_UPPER" || auto_pad == "SAME_LOWER") {
    set_same_pads(window, input, auto_pad == "SAME_UPPER");
  } else if (auto_pad == "VALID") {
    window.pads_begin.assign(rank, 0);
    window.pads_end.assign(rank, 0);
  } else if (auto_pad != "NOTSET" && !auto_pad.empty()) {
    throw UserError(
        fmt::format("{}: attribute auto_pad: got {:?}, expected NOTSET, SAME_UPPER, SAME_LOWER or VALID",
                    node.label(), auto_pad));
  }
  return window;
}

LayerShape convolution_shape(const Node& node, const Shape& input, const Shape& weights) {
  if (input.size() != 3 && input.size() != 4)
    fail_shape(node, 0, input, "a batch, channels and one or two spatial dimensions");
  if (input[0] == 0) fail_shape(node, 0, input, "at least one image");
  if (weights.size() != input.size())
    fail_shape(node, 1, weights, fmt::format("{} dimensions, as many as the input's", input.size()));
  const auto groups = node.attribute<std::int64_t>("group", 1);
  if (groups < 1 || groups > largest || weights[1] * static_cast<std::size_t>(groups) != input[1])
    fail_shape(node, 1, weights,
               fmt::format("(filters, {} channels of the input / {} groups, kernel)", input[1], groups));
  const Shape kernel(weights.begin() + 2, weights.end());
  const auto declared = node.attribute<Integers>("kernel_shape", Integers(kernel.begin(), kernel.end()));
  if (!std::equal(declared.begin(), declared.end(), kernel.begin(), kernel.end(),
                  [](std::int64_t a, std::size_t b) { return a == static_cast<std::int64_t>(b); }))
    fail_shape(node, 1, weights, "the kernel that the attribute kernel_shape names");
  const Window window = window_of(node, {input.begin() + 2, input.end()}, kernel);
  for (const std::size_t channels : {input[1], weights[0]})
    if (channels == 0 || channels > static_cast<std::size_t>(largest))
      throw UserError(fmt::format("{}: got {} channels, expected 1 ... {}", node.label(), channels, largest));
  LayerShape shape;
  shape.C = static_cast<std::uint32_t>(input[1]);
  shape.K = static_cast<std::uint32_t>(weights[0]);
  const auto [H, W] = plane_of(input);
  const auto [R, S] = plane_of(weights);
  shape.H = static_cast<std::uint32_t>(H), shape.W = static_cast<std::uint32_t>(W);
  shape.R = static_cast<std::uint32_t>(R), shape.S = static_cast<std::uint32_t>(S);
  shape.stride_h = static_cast<std::uint32_t>(window.strides[0]), shape.stride_w = second(window.strides, 1);
  shape.dilation_h = static_cast<std::uint32_t>(window.dilations[0]);
  shape.dilation_w = second(window.dilations, 1);
  shape.pad_top = static_cast<std::uint32_t>(window.pads_begin[0]);
  shape.pad_left = second(window.pads_begin, 0);
  shape.pad_bottom = static_cast<std::uint32_t>(window.pads_end[0]);
  shape.pad_right = second(window.pads_end, 0);
  shape.groups = static_cast<std::uint32_t>(groups);
  check_shape(shape, node.label());
  return shape;
}

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
