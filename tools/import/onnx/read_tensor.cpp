// SPDX-License-Identifier: Apache-2.0
#include "tools/import/onnx/read_tensor.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// The value of an IEEE 754 binary16 number.
float float_of_half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  float magnitude = std::ldexp(static_cast<float>(exponent == 0 ? fraction : fraction + 1024),
                               (exponent == 0 ? 1 : exponent) - 25);
  if (exponent == 31)
    magnitude =
        fraction == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

/// The value of a bfloat16 number: the upper half of a binary32.
float float_of_bfloat16(std::uint16_t bits) {
  const std::uint32_t wide = std::uint32_t{bits} << 16;
  float value;
  std::memcpy(&value, &wide, sizeof value);
  return value;
}

/// The elements of raw data, which are little-endian, as `Element`s.
template <class Element, class Held>
std::vector<Held> unpack(const std::string& bytes) {
  std::vector<Held> elements(bytes.size() / sizeof(Element));
  for (std::size_t i = 0; i < elements.size(); ++i) {
    Element element;
    std::memcpy(&element, bytes.data() + i * sizeof(Element), sizeof(Element));
    elements[i] = static_cast<Held>(element);
  }
  return elements;
}

std::vector<float> unpack_16_bits(const std::string& bytes, ElementType type) {
  std::vector<float> elements;
  for (const auto bits : unpack<std::uint16_t, std::uint16_t>(bytes))
    elements.push_back(type == ElementType::float16 ? float_of_half(bits) : float_of_bfloat16(bits));
  return elements;
}

std::vector<std::int64_t> unpack_integers(const std::string& bytes, ElementType type) {
  switch (type) {
    case ElementType::int8:
      return unpack<std::int8_t, std::int64_t>(bytes);
    case ElementType::int16:
      return unpack<std::int16_t, std::int64_t>(bytes);
    case ElementType::uint16:
      return unpack<std::uint16_t, std::int64_t>(bytes);
    case ElementType::int32:
      return unpack<std::int32_t, std::int64_t>(bytes);
    case ElementType::uint32:
      return unpack<std::uint32_t, std::int64_t>(bytes);
    case ElementType::int64:
    case ElementType::uint64:
      return unpack<std::int64_t, std::int64_t>(bytes);
    default:
      return unpack<std::uint8_t, std::int64_t>(bytes);
  }
}

/// Reads one tensor, whose type and shape are known to be sound.
class TensorReader {
 public:
  TensorReader(const onnx::TensorProto& tensor, ElementType type, Shape shape, const std::string& what)
      : tensor_(tensor), type_(type), shape_(std::move(shape)), what_(what) {}

  Value from_bytes(const std::string& bytes) const {
    if (bytes.size() != byte_count())
      throw UserError(fmt::format("{}: raw data: got {} bytes, expected {}, as shape and type say", what_,
                                  bytes.size(), byte_count()));
    switch (type_) {
      case ElementType::float32:
        return floats(unpack<float, float>(bytes));
      case ElementType::float64:
        return floats(unpack<double, float>(bytes));
      case ElementType::float16:
      case ElementType::bfloat16:
        return floats(unpack_16_bits(bytes, type_));
      default:
        return integers(unpack_integers(bytes, type_));
    }
  }

  Value from_fields() const {
    switch (type_) {
      case ElementType::float32:
        return floats({tensor_.float_data().begin(), tensor_.float_data().end()});
      case ElementType::float64:
        return floats({tensor_.double_data().begin(), tensor_.double_data().end()});
      case ElementType::float16:
      case ElementType::bfloat16:
        return halves();
      case ElementType::int64:
        return integers({tensor_.int64_data().begin(), tensor_.int64_data().end()});
      case ElementType::uint32:
      case ElementType::uint64:
        return integers({tensor_.uint64_data().begin(), tensor_.uint64_data().end()});
      default:
        return integers({tensor_.int32_data().begin(), tensor_.int32_data().end()});
    }
  }

  std::size_t byte_count() const { return element_count(shape_) * bytes_of(type_); }

 private:
  void check_count(std::size_t count) const {
    if (count != element_count(shape_))
      throw UserError(fmt::format("{}: data: got {} elements, expected {}, as the shape says", what_, count,
                                  element_count(shape_)));
  }

  Value floats(std::vector<float> elements) const {
    check_count(elements.size());
    return {type_, shape_, std::move(elements)};
  }

  Value halves() const {
    std::vector<float> elements;
    for (const std::int32_t bits : tensor_.int32_data()) {
      const auto half = static_cast<std::uint16_t>(bits);
      elements.push_back(type_ == ElementType::float16 ? float_of_half(half) : float_of_bfloat16(half));
    }
    return floats(std::move(elements));
  }

  Value integers(std::vector<std::int64_t> elements) const {
    check_count(elements.size());
    const IntegerRange range = range_of(type_);
    for (const std::int64_t element : elements)
      if (element < range.lowest || element > range.highest)
        throw UserError(
            fmt::format("{}: data: got {}, which is no value of type {}", what_, element, to_string(type_)));
    return {type_, shape_, std::move(elements)};
  }

  const onnx::TensorProto& tensor_;
  ElementType type_;
  Shape shape_;
  const std::string& what_;
};

Shape shape_of(const onnx::TensorProto& tensor, const std::string& what) {
  Shape shape;
  for (const std::int64_t dimension : tensor.dims()) {
    if (dimension < 0)
      throw UserError(fmt::format("{}: shape: got the dimension {}, expected at least 0", what, dimension));
    shape.push_back(static_cast<std::size_t>(dimension));
  }
  check_element_count(shape, what);
  return shape;
}

}  // namespace

Value read_tensor(const onnx::TensorProto& tensor, const std::filesystem::path& folder,
                  const std::string& what) {
  const auto type = element_type_of(tensor.data_type());
  if (!type)
    throw UserError(fmt::format("{}: type: got ONNX's number {}, expected floats, integers or bool", what,
                                tensor.data_type()));
  const TensorReader reader(tensor, *type, shape_of(tensor, what), what);
  if (tensor.data_location() == onnx::TensorProto::EXTERNAL)
    return reader.from_bytes(read_external_data(tensor, folder, reader.byte_count(), what));
  return tensor.has_raw_data() ? reader.from_bytes(tensor.raw_data()) : reader.from_fields();
}

}  // namespace scnnsim
