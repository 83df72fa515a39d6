// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "traces/support/enum_names.h"
#include "traces/tensor.h"

namespace scnnsim {

/// Element types of the NumPy files that are read.
enum class NpyType { boolean, int8, uint8, int16, int32, int64, float16, float32, float64 };
template <>
struct EnumNames<NpyType> {
  static constexpr std::array<std::string_view, 9> names{"bool",  "int8",    "uint8",   "int16",  "int32",
                                                         "int64", "float16", "float32", "float64"};
};

using NpyValues = std::variant<Tensor<std::int8_t>, Tensor<std::uint8_t>, Tensor<std::int16_t>,
                               Tensor<std::int32_t>, Tensor<std::int64_t>, Tensor<float>, Tensor<double>>;

/// A file's values, as std::get and std::visit take them: booleans as uint8 0 and 1, float16 as float, others
/// as they are.
struct NpyTensor : NpyValues {
  NpyTensor(NpyValues values, NpyType file_type) : NpyValues(std::move(values)), type(file_type) {}
  NpyType type;  ///< of the file
};

/// What a NumPy file is expected to hold.
struct NpyExpectation {
  std::string field;           ///< names the tensor in messages, for example "weights of layer conv1"
  std::vector<NpyType> types;  ///< allowed element types
  Shape shape;                 ///< 0: any size from 1 up
  std::string axes = {};       ///< their names, for messages: "(C, H, W)"
};

/// Reads an NPY file of version 1.0, 2.0 or 3.0 in C order and little-endian, or native, byte order. Memory
/// is taken only after the header has been found to agree with the expected shape and with the file's size.
/// Throws UserError "<file>: <field>: <what>: got
/// ..., expected ..." when the file is missing, is no NPY file, has a malformed header, another type, order
/// or shape, too few or too many bytes, a floating-point value that is not finite, or a bool that is neither
/// 0 nor 1.
NpyTensor read_npy(const std::filesystem::path& file, const NpyExpectation& expectation);

/// Writes version 1.0, of the type of T (int8 ... int64, uint8, float or double), beside the file, then
/// renames. Throws UserError.
template <class T>
void write_npy(const std::filesystem::path& file, const Tensor<T>& tensor);

/// "(3, 4)", for messages.
std::string describe_shape(const Shape& shape);
/// "value at (0, 1, 4) of (C, H, W), flat index 9", for messages; without `axes` "value at (0, 1, 4), ...".
std::string describe_place(std::size_t flat_index, const Shape& shape, const std::string& axes = {});

}  // namespace scnnsim
