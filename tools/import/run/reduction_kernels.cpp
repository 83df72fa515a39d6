// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
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
                  const double element = double{input.floats()[static_cast<std::size_t>(from)]};
                  double& total = totals[static_cast<std::size_t>(to)];
                  total = is_highest ? std::max(total, element) : total + element;
                });
  const double count =
      totals.empty() ? 1 : static_cast<double>(input.size()) / static_cast<double>(totals.size());
  Value result = Value::zeros(ElementType::float32, kept);
  for (std::size_t i = 0; i < totals.size(); ++i)
    std::get<0>(result.data)[i] =
        static_cast<float>(reduction == Reduction::mean ? totals[i] / count : totals[i]);
  return result;
}

template <Reduction reduction>
Value reduce_axes(const KernelCall& call) {
  const Value& input = call.floats(0);
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

}  // namespace

void add_reduction_kernels(KernelTable& table) {
  const KernelTable own{{"ReduceMean", reduce_axes<Reduction::mean>},
                        {"ReduceSum", reduce_axes<Reduction::sum>},
                        {"ReduceMax", reduce_axes<Reduction::highest>},
                        {"GlobalAveragePool", reduce_planes<Reduction::mean>},
                        {"GlobalMaxPool", reduce_planes<Reduction::highest>}};
  table.insert(own.begin(), own.end());
}

}  // namespace scnnsim
