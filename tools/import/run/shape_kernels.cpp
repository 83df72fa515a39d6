// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/import/run/kernel.h"
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

Value expand(const KernelCall& call) {
  const Value& input = call.input(0);
  const Shape shape =
      broadcast_shape(input.shape, shape_from(call, call.integers(1).integers()), call.node.label());
  return strided_copy(input, shape, broadcast_strides(input.shape, shape));
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

void add_shape_kernels(KernelTable& table) {
  const KernelTable own{{"Constant", constant},    {"ConstantOfShape", constant_of_shape},
                        {"Shape", shape_of_input}, {"Size", size_of_input},
                        {"Identity", identity},    {"Dropout", identity},
                        {"Reshape", reshape},      {"Flatten", flatten},
                        {"Squeeze", squeeze},      {"Unsqueeze", unsqueeze},
                        {"Expand", expand},        {"Range", range}};
  table.insert(own.begin(), own.end());
}

}  // namespace scnnsim
