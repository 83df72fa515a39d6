// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "tools/import/run/kernel.h"
#include "tools/import/run/strided.h"
#include "traces/npy.h"

namespace scnnsim {
namespace {

Value transpose(const KernelCall& call) {
  const Value& input = call.input(0);
  const std::size_t rank = input.shape.size();
  Integers order = call.node.attribute<Integers>("perm", {});
  if (order.empty())
    for (std::size_t d = rank; d-- > 0;) order.push_back(static_cast<std::int64_t>(d));
  Shape shape;
  Integers strides, seen(rank);
  if (order.size() != rank) call.fail_input(0, fmt::format("{} dimensions, as perm has", order.size()));
  for (const std::int64_t from : order) {
    const std::size_t d = call.axis(from, rank);
    if (seen[d]++ != 0) call.fail("attribute perm: expected every dimension once");
    shape.push_back(input.shape[d]);
    strides.push_back(strides_of(input.shape)[d]);
  }
  return strided_copy(input, shape, strides);
}

Value concat(const KernelCall& call) {
  const Value& first = call.input(0);
  const std::size_t axis = call.axis(call.node.attribute<std::int64_t>("axis", 1), first.shape.size());
  Shape shape = first.shape;
  shape[axis] = 0;
  for (std::size_t i = 0; i < call.inputs.size(); ++i) {
    Shape other = call.input(i).shape;
    if (other.size() != shape.size() || is_float(call.input(i).type) != is_float(first.type))
      call.fail_input(i, fmt::format("a tensor like {}", first.describe()));
    shape[axis] += other[axis];
    other[axis] = first.shape[axis];
    if (other != first.shape)
      call.fail_input(i, fmt::format("the shape {} but for axis {}", describe_shape(first.shape), axis));
  }
  check_element_count(shape, call.node.label());
  Value result = Value::zeros(first.type, shape);
  const auto from_axis = static_cast<std::ptrdiff_t>(axis);
  const std::size_t rows = element_count({shape.begin() + from_axis, shape.end()});
  std::size_t at = 0;
  for (const ValueRef& input : call.inputs) {
    const std::size_t row = element_count({input->shape.begin() + from_axis, input->shape.end()});
    copy_rows(*input, row, result, at, rows);
    at += row;
  }
  return result;
}

/// Where a slice of one dimension begins, its step and its length.
struct SliceRange {
  std::int64_t start, step, length;
};

SliceRange slice_range(std::int64_t start, std::int64_t end, std::int64_t step, std::int64_t size) {
  const auto bounded = [&](std::int64_t at, std::int64_t lowest, std::int64_t highest) {
    return std::clamp(at < 0 ? at + size : at, lowest, highest);
  };
  if (size == 0) return {0, step, 0};
  if (step > 0) {
    start = bounded(start, 0, size), end = bounded(end, 0, size);
    return {start, step, start < end ? (end - start - 1) / step + 1 : 0};
  }
  start = bounded(start, 0, size - 1), end = bounded(std::max(end, -size - 1), -1, size - 1);
  return {start, step, start > end ? (start - end - 1) / -step + 1 : 0};
}

Value slice(const KernelCall& call) {
  const Value& input = call.input(0);
  const Integers starts = call.list("starts", 1, {}), ends = call.list("ends", 2, {});
  Integers all;
  for (std::size_t i = 0; i < starts.size(); ++i) all.push_back(static_cast<std::int64_t>(i));
  const Integers axes = call.list("axes", 3, all), steps = call.list("steps", 4, Integers(starts.size(), 1));
  if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size())
    call.fail("starts, ends, axes and steps have different lengths");
  Shape shape = input.shape;
  Integers strides = strides_of(shape);
  std::int64_t offset = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t d = call.axis(axes[i], shape.size());
    constexpr std::int64_t widest = std::int64_t{1} << 31;
    const std::int64_t step = std::clamp(steps[i], -widest, widest);
    if (step == 0) call.fail("steps: got 0");
    const SliceRange range = slice_range(starts[i], ends[i], step, static_cast<std::int64_t>(shape[d]));
    offset += range.start * strides[d];
    strides[d] *= range.step;
    shape[d] = static_cast<std::size_t>(range.length);
  }
  return strided_copy(input, shape, strides, offset);
}

Value gather(const KernelCall& call) {
  const Value& data = call.input(0);
  const Value& indices = call.integers(1);
  const std::size_t axis = call.axis(call.node.attribute<std::int64_t>("axis", 0), data.shape.size());
  Integers positions;
  for (const std::int64_t index : indices.integers())
    positions.push_back(static_cast<std::int64_t>(call.axis(index, data.shape[axis])));
  return take(data, axis, positions, indices.shape, call.node.label());
}

std::vector<Value> split(const KernelCall& call) {
  const Value& input = call.input(0);
  const std::size_t axis = call.axis(call.node.attribute<std::int64_t>("axis", 0), input.shape.size());
  const std::size_t parts = call.node.outputs.size(), size = input.shape[axis],
                    part = (size + parts - 1) / parts;
  Integers lengths(parts, static_cast<std::int64_t>(part));
  if (part * parts > size) lengths.back() -= static_cast<std::int64_t>(part * parts - size);
  lengths = call.list("split", 1, lengths);
  if (lengths.size() != parts)
    call.fail(fmt::format("split: got {} sizes, expected {}", lengths.size(), parts));
  const Integers strides = strides_of(input.shape);
  std::vector<Value> outputs;
  std::size_t at = 0;
  for (const std::int64_t length : lengths) {
    if (length < 0 || static_cast<std::size_t>(length) > size - at)
      call.fail(fmt::format("split: got sizes that do not add up to {}", size));
    Shape shape = input.shape;
    shape[axis] = static_cast<std::size_t>(length);
    outputs.push_back(strided_copy(input, shape, strides, static_cast<std::int64_t>(at) * strides[axis]));
    at += static_cast<std::size_t>(length);
  }
  return outputs;
}

}  // namespace

void add_slicing_kernels(KernelTable& table) {
  const KernelTable own{
      {"Transpose", transpose}, {"Concat", concat}, {"Slice", slice}, {"Split", split}, {"Gather", gather}};
  table.insert(own.begin(), own.end());
}

}  // namespace scnnsim
