// SPDX-License-Identifier: Apache-2.0
#include "tools/import/run/strided.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/npy.h"
#include "traces/support/error.h"

namespace scnnsim {

Integers strides_of(const Shape& shape) {
  Integers strides(shape.size());
  std::int64_t stride = 1;
  for (std::size_t d = shape.size(); d-- > 0;) {
    strides[d] = stride;
    stride *= static_cast<std::int64_t>(shape[d]);
  }
  return strides;
}

Shape broadcast_shape(const Shape& a, const Shape& b, const std::string& what) {
  Shape shape(std::max(a.size(), b.size()), 1);
  for (std::size_t d = 0; d < shape.size(); ++d) {
    const std::size_t first = d < a.size() ? a[a.size() - 1 - d] : 1,
                      second = d < b.size() ? b[b.size() - 1 - d] : 1;
    if (first != second && first != 1 && second != 1)
      throw UserError(
          fmt::format("{}: got tensors of shapes {} and {}, expected shapes that can be broadcast", what,
                      describe_shape(a), describe_shape(b)));
    shape[shape.size() - 1 - d] = first == 1 ? second : first;
  }
  check_element_count(shape, what);
  return shape;
}

Integers broadcast_strides(const Shape& shape, const Shape& target) {
  const Integers own = strides_of(shape);
  Integers strides(target.size(), 0);
  const std::size_t more = target.size() - shape.size();
  for (std::size_t d = 0; d < shape.size(); ++d) strides[more + d] = shape[d] == 1 ? 0 : own[d];
  return strides;
}

Value strided_copy(const Value& source, const Shape& shape, const Integers& strides, std::int64_t offset) {
  Value result{source.type, shape, {}};
  std::visit(
      [&](const auto& elements) {
        std::decay_t<decltype(elements)> copied;
        copied.reserve(element_count(shape));
        const Integers none(shape.size(), 0);
        for_each_pair(shape, strides, none, [&](std::int64_t position, std::int64_t) {
          copied.push_back(elements[static_cast<std::size_t>(offset + position)]);
        });
        result.data = std::move(copied);
      },
      source.data);
  return result;
}

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

Value take(const Value& data, std::size_t axis, const Integers& positions, const Shape& positions_shape,
           const std::string& what) {
  const auto from_axis = data.shape.begin() + static_cast<std::ptrdiff_t>(axis);
  Shape shape(data.shape.begin(), from_axis), one(data.shape);
  shape.insert(shape.end(), positions_shape.begin(), positions_shape.end());
  shape.insert(shape.end(), from_axis + 1, data.shape.end());
  check_element_count(shape, what);
  one[axis] = 1;
  const std::size_t row = element_count({from_axis + 1, data.shape.end()});
  Value result = Value::zeros(data.type, shape);
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const std::int64_t offset = positions[i] * static_cast<std::int64_t>(row);
    copy_rows(strided_copy(data, one, strides_of(data.shape), offset), row, result, i * row,
              positions.size() * row);
  }
  return result;
}

}  // namespace scnnsim
