// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "traces/support/enum_names.h"
#include "traces/tensor.h"

namespace scnnsim {

/// Element types of ONNX tensors that the importer reads.
enum class ElementType {
  float32,
  float16,
  bfloat16,
  float64,
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  boolean
};
template <>
struct EnumNames<ElementType> {
  static constexpr std::array<std::string_view, 13> names{
      "float32", "float16", "bfloat16", "float64", "int8",   "uint8", "int16",
      "uint16",  "int32",   "uint32",   "int64",   "uint64", "bool"};
};

constexpr bool is_float(ElementType type) {
  return type <= ElementType::float64;
}

/// Inclusive range of an integer type; uint64 is held as far as int64 goes.
struct IntegerRange {
  std::int64_t lowest, highest;
};
IntegerRange range_of(ElementType type);

/// A tensor of the model: its type in the file, and its elements in one of two forms. Floats of every width
/// are held as float32, integers and bools as int64.
struct Value {
  ElementType type = ElementType::float32;
  Shape shape;
  std::variant<std::vector<float>, std::vector<std::int64_t>> data;

  static Value of_floats(Shape shape, std::vector<float> elements);
  static Value of_integers(ElementType type, Shape shape, std::vector<std::int64_t> elements);
  /// A tensor of zeros.
  static Value zeros(ElementType type, Shape shape);

  std::size_t size() const { return element_count(shape); }
  const std::vector<float>& floats() const { return std::get<0>(data); }
  const std::vector<std::int64_t>& integers() const { return std::get<1>(data); }
  /// Element `index` as a real number.
  double at(std::size_t index) const;
  /// "float32 (1, 3, 224, 224)", for messages.
  std::string describe() const;
};

using ValueRef = std::shared_ptr<const Value>;
inline ValueRef share(Value value) {
  return std::make_shared<const Value>(std::move(value));
}

/// Most elements of one tensor: 2^30, so that a hostile shape is refused before memory is taken.
inline constexpr std::size_t most_elements = std::size_t{1} << 30;
/// Throws UserError "<what>: ..." when a shape has more.
void check_element_count(const Shape& shape, const std::string& what);

}  // namespace scnnsim
