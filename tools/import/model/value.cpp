// SPDX-License-Identifier: Apache-2.0
#include "tools/import/model/value.h"

#include <fmt/format.h>

#include <limits>

#include "traces/npy.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace {

template <class T>
constexpr IntegerRange limits_of() {
  return {std::int64_t{std::numeric_limits<T>::min()}, std::int64_t{std::numeric_limits<T>::max()}};
}

}  // namespace

IntegerRange range_of(ElementType type) {
  switch (type) {
    case ElementType::int8:
      return limits_of<std::int8_t>();
    case ElementType::uint8:
      return limits_of<std::uint8_t>();
    case ElementType::int16:
      return limits_of<std::int16_t>();
    case ElementType::uint16:
      return limits_of<std::uint16_t>();
    case ElementType::int32:
      return limits_of<std::int32_t>();
    case ElementType::uint32:
      return limits_of<std::uint32_t>();
    case ElementType::uint64:
      return {0, std::numeric_limits<std::int64_t>::max()};
    case ElementType::boolean:
      return {0, 1};
    default:
      return limits_of<std::int64_t>();
  }
}

Value Value::of_floats(Shape shape, std::vector<float> elements) {
  return {ElementType::float32, std::move(shape), std::move(elements)};
}

Value Value::of_integers(ElementType type, Shape shape, std::vector<std::int64_t> elements) {
  return {type, std::move(shape), std::move(elements)};
}

Value Value::zeros(ElementType type, Shape shape) {
  const std::size_t count = element_count(shape);
  if (is_float(type)) return {type, std::move(shape), std::vector<float>(count)};
  return {type, std::move(shape), std::vector<std::int64_t>(count)};
}

double Value::at(std::size_t index) const {
  return is_float(type) ? double{floats()[index]} : static_cast<double>(integers()[index]);
}

std::string Value::describe() const {
  return fmt::format("{} {}", to_string(type), describe_shape(shape));
}

void check_element_count(const Shape& shape, const std::string& what) {
  std::size_t count = 1;
  for (const std::size_t dimension : shape) {
    if (dimension != 0 && count > most_elements / dimension)
      throw UserError(fmt::format("{}: shape {} has more than {} elements, the most that are supported", what,
                                  describe_shape(shape), most_elements));
    count *= dimension;
  }
}

}  // namespace scnnsim
