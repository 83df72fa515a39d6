// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "traces/support/enum_names.h"
#include "traces/tensor.h"

namespace scnnsim {

/// Element types of the NumPy files that are read and written: '|i1', '<i2', '<i4' and '<f4'.
enum class NpyType { int8, int16, int32, float32 };
template <>
struct EnumNames<NpyType> {
  static constexpr std::array<std::string_view, 4> names{"int8", "int16", "int32", "float32"};
};

/// A tensor of one of those types; the index of the alternative is the NpyType.
using NpyTensor =
    std::variant<Tensor<std::int8_t>, Tensor<std::int16_t>, Tensor<std::int32_t>, Tensor<float>>;

/// What a NumPy file is expected to hold.
struct NpyExpectation {
  std::string field;           ///< names the tensor in messages, for example "weights of layer conv1"
  std::vector<NpyType> types;  ///< allowed element types
  Shape shape;
};

/// Reads an NPY file of version 1.0 or 2.0 in C order. Memory is taken only after the header has been found
/// to agree with the expected shape and with the file's size. Throws UserError "<file>: <field>: <what>: got
/// ..., expected ..." when the file is missing, is no NPY file, has a malformed header, another type, order
/// or shape, too few or too many bytes, or a float32 value that is not finite.
NpyTensor read_npy(const std::filesystem::path& file, const NpyExpectation& expectation);

/// Writes version 1.0, beside the file, then renames. Throws UserError.
template <class T>
void write_npy(const std::filesystem::path& file, const Tensor<T>& tensor);

/// "(3, 4)", for messages.
std::string describe_shape(const Shape& shape);

}  // namespace scnnsim
