// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/import/run/kernel.h"
#include "tools/import/run/opencv_node.h"
#include "tools/import/run/strided.h"
#include "traces/npy.h"

namespace scnnsim {

namespace {

Value with_shape(const Value& value, Shape shape) {
  Value result = value;
  result.shape = std::move(shape);
  return result;
}

Value constant(const KernelCall& call) {
  const Node& node = call.node;
  if (node.has("value")) return *node.attribute<ValueRef>("value", nullptr);
  if (node.has("value_float")) return Value::of_floats({}, {node.attribute<float>("value_float", 0)});
  if (node.has("value_int"))
    return Value::of_integers(ElementType::int64, {}, {node.attribute<std::int64_t>("value_int", 0)});
  if (node.has("value_floats")) {
    const auto list = node.attribute<std::vector<float>>("value_floats", {});
    return Value::of_floats({list.size()}, list);
  }
  if (node.has("value_ints")) {
    const auto list = node.attribute<Integers>("value_ints", {});
    return Value::of_integers(ElementType::int64, {list.size()}, list);
  }
  call.fail("has no value that is a tensor, a number or numbers");
}

Shape shape_from(const KernelCall& call, const Integers& dimensions) {
  Shape shape;
  for (const std::int64_t dimension : dimensions) {
    if (dimension < 0) call.fail(fmt::format("got the dimension {}, expected at least 0", dimension));
    shape.push_back(static_cast<std::size_t>(dimension));
  }
  check_element_count(shape, call.node.label());
  return shape;
}

Value constant_of_shape(const KernelCall& call) {
  const Shape shape = shape_from(call, call.integers(0).integers());
  const auto fill = call.node.attribute<ValueRef>("value", nullptr);
  Value result = Value::zeros(fill ? fill->type : ElementType::float32, shape);
  if (fill && fill->size() != 1) call.fail("attribute value: expected one element");
  if (fill) result = strided_copy(*fill, shape, Integers(shape.size(), 0));
  return result;
}

Value shape_of_input(const KernelCall& call) {
  const Shape& shape = call.input(0).shape;
  const auto rank = static_cast<std::int64_t>(shape.size());
  const auto position = [&](const char* name, std::int64_t otherwise) {
    const auto at = call.node.attribute<std::int64_t>(name, otherwise);
    return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const std::int64_t start = position("start", 0), end = std::max(start, position("end", rank));
  const Integers dimensions(shape.begin() + start, shape.begin() + end);
  return Value::of_integers(ElementType::int64, {dimensions.size()}, dimensions);
}

Value size_of_input(const KernelCall& call) {
  return Value::of_integers(ElementType::int64, {}, {static_cast<std::int64_t>(call.input(0).size())});
}

Value identity(const KernelCall& call) {
  return call.input(0);
}

Value reshape(const KernelCall& call) {
  const Value& input = call.input(0);
  const Integers wanted = call.list("shape", 1, {});
  const bool keeps_zeros = call.node.attribute<std::int64_t>("allowzero", 0) == 0;
  Shape shape;
  std::size_t known = 1, open = wanted.size();
  for (std::size_t d = 0; d < wanted.size(); ++d) {
    std::int64_t dimension = wanted[d];
    if (dimension == 0 && keeps_zeros && d < input.shape.size())
      dimension = static_cast<std::int64_t>(input.shape[d]);
    if (dimension < -1 || (dimension == -1 && open < wanted.size()))
      call.fail(fmt::format("shape: got {}, expected sizes and at most one -1", fmt::join(wanted, ", ")));
    if (dimension == -1) open = d;
    shape.push_back(dimension == -1 ? 1 : static_cast<std::size_t>(dimension));
  }
  check_element_count(shape, call.node.label());
  known = element_count(shape);
  if (open < wanted.size() && known != 0) shape[open] = input.size() / known;
  if (element_count(shape) != input.size())
    call.fail_input(0, fmt::format("a tensor that can be reshaped to ({})", fmt::join(wanted, ", ")));
  return with_shape(input, shape);
}

Value flatten(const KernelCall& call) {
  const Value& input = call.input(0);
  const auto given = call.node.attribute<std::int64_t>("axis", 1);
  const auto rank = static_cast<std::int64_t>(input.shape.size());
  if (given < -rank || given > rank)
    call.fail(fmt::format("axis: got {}, expected one of {} dimensions", given, rank));
  const auto axis = input.shape.begin() + (given < 0 ? given + rank : given);
  const Shape rows(input.shape.begin(), axis), columns(axis, input.shape.end());
  return with_shape(input, {element_count(rows), element_count(columns)});
}

Value squeeze(const KernelCall& call) {
  const Value& input = call.input(0);
  std::vector<bool> goes(input.shape.size());
  const Integers axes = call.list("axes", 1, {});
  for (const std::int64_t axis : axes) {
    const std::size_t d = call.axis(axis, input.shape.size());
    if (input.shape[d] != 1) call.fail_input(0, fmt::format("a dimension of 1 at axis {}", axis));
    goes[d] = true;
  }
  Shape shape;
  for (std::size_t d = 0; d < goes.size(); ++d)
    if (axes.empty() ? input.shape[d] != 1 : !goes[d]) shape.push_back(input.shape[d]);
  return with_shape(input, shape);
}

Value unsqueeze(const KernelCall& call) {
  const Value& input = call.input(0);
  const Integers axes = call.list("axes", 1, {});
  std::vector<bool> is_new(input.shape.size() + axes.size());
  for (const std::int64_t axis : axes) is_new[call.axis(axis, is_new.size())] = true;
  if (static_cast<std::size_t>(std::count(is_new.begin(), is_new.end(), true)) != axes.size())
    call.fail("axes: the same axis is given twice");
  Shape shape;
  auto next = input.shape.begin();
  for (const bool one : is_new) shape.push_back(one ? 1 : *next++);
  return with_shape(input, shape);
}

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

Value expand(const KernelCall& call) {
  const Value& input = call.input(0);
  const Shape shape =
      broadcast_shape(input.shape, shape_from(call, call.integers(1).integers()), call.node.label());
  return strided_copy(input, shape, broadcast_strides(input.shape, shape));
}

/// Copies the source's outermost rows into the target, from row `at` of `rows` on.
void copy_rows(const Value& source, std::size_t row, Value& target, std::size_t at, std::size_t rows) {
  std::visit(
      [&](const auto& from) {
        auto& to = std::get<std::decay_t<decltype(from)>>(target.data);
        const std::size_t blocks = row == 0 ? 0 : from.size() / row;
        for (std::size_t block = 0; block < blocks; ++block)
          std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(block * row), row,
                      to.begin() + static_cast<std::ptrdiff_t>(block * rows + at));
      },
      source.data);
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

/// The data's slices at `indices` along an axis; `indices_shape` takes the place of that dimension.
Value take(const KernelCall& call, const Value& data, std::size_t axis, const Integers& indices,
           const Shape& indices_shape) {
  const auto from_axis = data.shape.begin() + static_cast<std::ptrdiff_t>(axis);
  Shape shape(data.shape.begin(), from_axis), one(data.shape);
  shape.insert(shape.end(), indices_shape.begin(), indices_shape.end());
  shape.insert(shape.end(), from_axis + 1, data.shape.end());
  check_element_count(shape, call.node.label());
  one[axis] = 1;
  const std::size_t row = element_count({from_axis + 1, data.shape.end()});
  Value result = Value::zeros(data.type, shape);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const auto at = static_cast<std::int64_t>(call.axis(indices[i], data.shape[axis]));
    copy_rows(strided_copy(data, one, strides_of(data.shape), at * static_cast<std::int64_t>(row)), row,
              result, i * row, indices.size() * row);
  }
  return result;
}

Value gather(const KernelCall& call) {
  const Value& data = call.input(0);
  const Value& indices = call.integers(1);
  const std::size_t axis = call.axis(call.node.attribute<std::int64_t>("axis", 0), data.shape.size());
  return take(call, data, axis, indices.integers(), indices.shape);
}

Value pad(const KernelCall& call) {
  const Value& input = call.input(0);
  const std::size_t rank = input.shape.size();
  const Integers pads = call.list("pads", 1, {});
  if (pads.size() != 2 * rank)
    call.fail(fmt::format("pads: got {} numbers, expected {}", pads.size(), 2 * rank));
  const double fill = call.has(2) ? call.number(2) : double{call.node.attribute<float>("value", 0)};
  Shape padded = input.shape, kept = input.shape;
  Integers from(rank), to(rank);
  constexpr std::int64_t largest = 1 << 20;
  for (std::size_t d = 0; d < rank; ++d) {
    const std::int64_t begin = pads[d], end = pads[rank + d],
                       size = static_cast<std::int64_t>(input.shape[d]);
    if (std::min(begin, end) < -size || std::max(begin, end) > largest || begin + end < -size)
      call.fail(fmt::format("pads: got {} and {} at a dimension of {}", begin, end, size));
    from[d] = std::max<std::int64_t>(0, -begin), to[d] = std::max<std::int64_t>(0, begin);
    padded[d] = static_cast<std::size_t>(size + begin + end);
    kept[d] =
        static_cast<std::size_t>(size + std::min<std::int64_t>(0, begin) + std::min<std::int64_t>(0, end));
  }
  check_element_count(padded, call.node.label());
  Value result = Value::zeros(input.type, padded);
  const Integers source = strides_of(input.shape), target = strides_of(padded);
  std::int64_t first = 0, place = 0;
  for (std::size_t d = 0; d < rank; ++d) first += from[d] * source[d], place += to[d] * target[d];
  std::visit(
      [&](const auto& elements) {
        auto& filled = std::get<std::decay_t<decltype(elements)>>(result.data);
        using Element = typename std::decay_t<decltype(elements)>::value_type;
        std::fill(filled.begin(), filled.end(), static_cast<Element>(fill));
        for_each_pair(kept, source, target, [&](std::int64_t a, std::int64_t b) {
          filled[static_cast<std::size_t>(place + b)] = elements[static_cast<std::size_t>(first + a)];
        });
      },
      input.data);
  return result;
}

/// Where position `at`, perhaps outside of `size` positions, has its element from.
std::int64_t mirrored(std::int64_t at, std::int64_t size) {
  const std::int64_t period = std::max<std::int64_t>(1, 2 * (size - 1)),
                     within = (at % period + period) % period;
  return std::min(within, period - within);
}
std::int64_t nearest(std::int64_t at, std::int64_t size) {
  return std::clamp<std::int64_t>(at, 0, size - 1);
}

Value pad_from_inside(const KernelCall& call, std::int64_t (*source)(std::int64_t at, std::int64_t size)) {
  Value result = call.input(0);
  const std::size_t rank = result.shape.size();
  const Integers pads = call.list("pads", 1, {});
  if (pads.size() != 2 * rank)
    call.fail(fmt::format("pads: got {} numbers, expected {}", pads.size(), 2 * rank));
  constexpr std::int64_t largest = 1 << 20;
  for (std::size_t d = 0; d < rank; ++d) {
    const std::int64_t begin = pads[d], end = pads[rank + d],
                       size = static_cast<std::int64_t>(result.shape[d]);
    if (begin == 0 && end == 0) continue;
    if (size == 0 || std::min(begin, end) < -size || std::max(begin, end) > largest || begin + end < -size)
      call.fail(fmt::format("pads: got {} and {} at a dimension of {}", begin, end, size));
    Integers positions;
    for (std::int64_t at = -begin; at < size + end; ++at) positions.push_back(source(at, size));
    result = take(call, result, d, positions, {positions.size()});
  }
  return result;
}

Value pad_by_mode(const KernelCall& call) {
  const auto mode = call.node.attribute<std::string>("mode", "constant");
  if (call.has(3)) throw CannotRun("padding of chosen axes alone is not run");
  if (mode == "reflect") return pad_from_inside(call, mirrored);
  if (mode == "edge") return pad_from_inside(call, nearest);
  if (mode != "constant")
    call.fail(fmt::format("attribute mode: got {:?}, expected constant, reflect or edge", mode));
  return pad(call);
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

Value range(const KernelCall& call) {
  const double start = call.number(0), limit = call.number(1), delta = call.number(2);
  const double steps = std::max(0.0, std::ceil((limit - start) / delta));
  if (!(steps <= static_cast<double>(most_elements))) call.fail("has too many elements, or a step of 0");
  Value result = Value::zeros(call.input(0).type, {static_cast<std::size_t>(steps)});
  for (std::size_t i = 0; i < result.size(); ++i) {
    const double element = start + static_cast<double>(i) * delta;
    if (is_float(result.type))
      std::get<0>(result.data)[i] = static_cast<float>(element);
    else
      std::get<1>(result.data)[i] = static_cast<std::int64_t>(element);
  }
  return result;
}

}  // namespace

void add_movement_kernels(KernelTable& table) {
  const KernelTable own{{"Constant", constant},    {"ConstantOfShape", constant_of_shape},
                        {"Shape", shape_of_input}, {"Size", size_of_input},
                        {"Identity", identity},    {"Dropout", identity},
                        {"Reshape", reshape},      {"Flatten", flatten},
                        {"Squeeze", squeeze},      {"Unsqueeze", unsqueeze},
                        {"Transpose", transpose},  {"Expand", expand},
                        {"Concat", concat},        {"Slice", slice},
                        {"Split", split},          {"Gather", gather},
                        {"Pad", pad_by_mode},      {"Range", range}};
  table.insert(own.begin(), own.end());
}

}  // namespace scnnsim
