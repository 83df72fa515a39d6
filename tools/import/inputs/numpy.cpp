// SPDX-License-Identifier: Apache-2.0
#include "tools/import/inputs/numpy.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/npy.h"
#include "traces/npy_header.h"
#include "traces/support/files.h"

namespace scnnsim {

namespace {

/// Number of dimensions that the header names; that of the model's input where the header is not readable,
/// which read_npy() then says.
std::size_t rank_of(const std::filesystem::path& file, const GraphInput& input) {
  const std::size_t expected = input.dimensions ? input.dimensions->size() : 0;
  std::ifstream stream = open_regular_file(file, fmt::format("input \"{}\"", input.name));
  constexpr std::size_t prefix = 10, most = 1 << 16;
  std::string start(prefix, '\0');
  if (!stream.read(start.data(), prefix)) return expected;
  const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(start[i])}; };
  if (byte(6) > 1) stream.ignore(2);
  std::string header(std::min(most, byte(8) | byte(9) << 8), '\0');
  if (!stream.read(header.data(), static_cast<std::streamsize>(header.size()))) return expected;
  try {
    return parse_npy_header(header).shape.size();
  } catch (const NpyHeaderError&) {
    return expected;
  }
}

ElementType element_type(NpyType type) {
  return *from_string<ElementType>(to_string(type));
}

}  // namespace

Value read_numpy(const std::filesystem::path& file, const GraphInput& input) {
  std::vector<NpyType> types;
  for (std::size_t i = 0; i < EnumNames<NpyType>::names.size(); ++i) types.push_back(static_cast<NpyType>(i));
  const NpyTensor tensor =
      read_npy(file, {fmt::format("input \"{}\"", input.name), types, Shape(rank_of(file, input), 0)});
  Value value;
  value.type = element_type(tensor.type);
  std::visit(
      [&](const auto& values) {
        value.shape = values.shape;
        if (is_float(value.type))
          value.data = std::vector<float>(values.data.begin(), values.data.end());
        else
          value.data = std::vector<std::int64_t>(values.data.begin(), values.data.end());
      },
      static_cast<const NpyValues&>(tensor));
  return value;
}

}  // namespace scnnsim
