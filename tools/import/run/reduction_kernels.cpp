// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "tools/import/run/kernel.h"
#include "tools/import/run/strided.h"

namespace scnnsim {

namespace {

enum class Reduction { mean, sum, highest };

/// Reduces the marked dimensions, which stay as 1. Sums are added in double.
Value reduce(const Value& input, const std::vector<bool>& reduced, Reduction reduction) {
  Shape kept = input.shape;
  for (std::size_t d = 0; d < kept.size(); ++d)
    if (reduced[d]) kept[d] = 1;
  const bool is_highest = reduction == Reduction::highest;
  std::vector<double> totals(element_count(kept), is_highest ? -std::numeric_limits<double>::infinity() : 0);
  for_each_pair(input.shape, strides_of(input.shape), broadcast_strides(kept, input.shape),
                [&](std::int64_t from, std::int64_t to) {
                  const double element = input.at(static_cast<std::size_t>(from));
                  double& total = totals[static_cast<std::size_t>(to)];
                  total = is_highest ? std::max(total, element) : total + element;
                });
  if (reduction == Reduction::mean && !totals.empty()) {
    const double count = static_cast<double>(input.size()) / static_cast<double>(totals.size());
    for (double& total : totals) total /= count;
  }
  Value result = Value::zeros(input.type, kept);
  std::visit(
      [&](auto& elements) {
        using Element = typename std::decay_t<decltype(elements)>::value_type;
        std::transform(totals.begin(), totals.end(), elements.begin(), [](double total) {
          constexpr double widest = 9e18;
          if constexpr (std::is_integral_v<Element>) total = std::clamp(total, -widest, widest);
          return static_cast<Element>(total);
        });
      },
      result.data);
  return result;
}

template <Reduction reduction>
Value reduce_axes(const KernelCall& call) {
  const Value& input = call.input(0);
  if (!is_float(input.type) && input.size() == 0) call.fail_input(0, "at least one element");
  const Integers axes = call.list("axes", 1, {});
  if (axes.empty() && call.node.attribute<std::int64_t>("noop_with_empty_axes", 0) != 0) return input;
  std::vector<bool> reduced(input.shape.size(), axes.empty());
  for (const std::int64_t axis : axes) reduced[call.axis(axis, reduced.size())] = true;
  Value result = reduce(input, reduced, reduction);
  if (call.node.attribute<std::int64_t>("keepdims", 1) != 0) return result;
  Shape shape;
  for (std::size_t d = 0; d < reduced.size(); ++d)
    if (!reduced[d]) shape.push_back(input.shape[d]);
  result.shape = shape;
  return result;
}

template <Reduction reduction>
Value reduce_planes(const KernelCall& call) {
  const Value& input = call.floats(0);
  if (input.shape.size() < 3) call.fail_input(0, "a batch, channels and spatial dimensions");
  std::vector<bool> reduced(input.shape.size(), true);
  reduced[0] = reduced[1] = false;
  return reduce(input, reduced, reduction);
}

/// Softmax or its logarithm along one axis; before opset 13 over that axis and all behind it.
template <bool takes_logarithm>
Value softmax(const KernelCall& call) {
  const Value& input = call.floats(0);
  const std::size_t rank = input.shape.size();
  const std::size_t axis =
      call.axis(call.node.attribute<std::int64_t>("axis", call.opset < 13 ? 1 : -1), rank);
  const auto behind = input.shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1;
  const std::size_t row = element_count({behind, input.shape.end()});
  const std::size_t stride = call.opset < 13 ? 1 : row;
  const std::size_t size = input.shape[axis] * (call.opset < 13 ? row : 1);
  Value result = Value::of_floats(input.shape, input.floats());
  auto& elements = std::get<0>(result.data);
  for (std::size_t block = 0; size > 0 && block < elements.size() / size; ++block) {
    const std::size_t first = block / stride * size * stride + block % stride;
    double highest = -std::numeric_limits<double>::infinity(), total = 0;
    for (std::size_t i = 0; i < size; ++i) highest = std::max(highest, double{elements[first + i * stride]});
    for (std::size_t i = 0; i < size; ++i) total += std::exp(double{elements[first + i * stride]} - highest);
    for (std::size_t i = 0; i < size; ++i) {
      float& element = elements[first + i * stride];
      const double shifted = double{element} - highest;
      element = static_cast<float>(takes_logarithm ? shifted - std::log(total) : std::exp(shifted) / total);
    }
  }
  return result;
}

}  // namespace

void add_reduction_kernels(KernelTable& table) {
  const KernelTable own{{"ReduceMean", reduce_axes<Reduction::mean>},
                        {"ReduceSum", reduce_axes<Reduction::sum>},
                        {"ReduceMax", reduce_axes<Reduction::highest>},
                        {"Softmax", softmax<false>},
                        {"LogSoftmax", softmax<true>},
                        {"GlobalAveragePool", reduce_planes<Reduction::mean>},
                        {"GlobalMaxPool", reduce_planes<Reduction::highest>}};
  table.insert(own.begin(), own.end());
}

}  // namespace scnnsim
