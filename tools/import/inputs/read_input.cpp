// SPDX-License-Identifier: Apache-2.0
#include "tools/import/inputs/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tools/import/model/graph.h"
#include "tools/import/onnx/read_model.h"
#include "traces/npy.h"
#include "traces/npy_header.h"
#include "traces/support/error.h"
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

/// Reads a .npy file of any shape for an input of the model. Throws UserError.
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

}  // namespace

namespace fs = std::filesystem;

namespace {

enum class FileKind { numpy, image, tensor };

FileKind kind_of(const fs::path& file, const GraphInput& input) {
  std::ifstream stream = open_regular_file(file, fmt::format("input \"{}\"", input.name));
  std::string start(8, '\0');
  stream.read(start.data(), static_cast<std::streamsize>(start.size()));
  const auto begins = [&](std::string_view magic) { return start.compare(0, magic.size(), magic) == 0; };
  if (begins("\x93NUMPY")) return FileKind::numpy;
  if (begins("\x89PNG\r\n") || begins("\xff\xd8\xff")) return FileKind::image;
  const std::string extension = file.extension().string();
  if (extension == ".npy") return FileKind::numpy;  // whose reader says what is wrong
  if (extension == ".pb") return FileKind::tensor;
  if (extension == ".png" || extension == ".jpg" || extension == ".jpeg") return FileKind::image;
  throw UserError(fmt::format("{}: input \"{}\": is neither .npy nor .pb nor a PNG or JPEG image",
                              file.string(), input.name));
}

/// Makes a value what the model's input asks for, or says why it cannot be.
class InputMatcher {
 public:
  InputMatcher(const fs::path& file, const GraphInput& input, std::vector<std::string>& notes)
      : file_(file), input_(input), notes_(notes) {}

  std::vector<Value> match(Value value) const {
    cast(value);
    if (input_.dimensions && value.shape.size() + 1 == input_.dimensions->size())
      value.shape.insert(value.shape.begin(), 1);
    check_finite(value);
    std::vector<Value> images = split(std::move(value));
    for (const Value& image : images) check_shape(image);
    return images;
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw UserError(fmt::format("{}: input \"{}\": {}", file_.string(), input_.name, problem));
  }

  void cast(Value& value) const {
    if (value.type == input_.type) return;
    if (is_float(value.type) && !is_float(input_.type))
      fail(fmt::format("type: got {}, expected {}", value.describe(), input_.describe()));
    if (is_float(input_.type) && !is_float(value.type)) {
      const auto& integers = value.integers();
      value.data = std::vector<float>(integers.begin(), integers.end());
    }
    if (!is_float(input_.type)) {
      const IntegerRange range = range_of(input_.type);
      for (const std::int64_t element : value.integers())
        if (element < range.lowest || element > range.highest)
          fail(fmt::format("got {}, which is no {}", element, to_string(input_.type)));
    }
    notes_.push_back(fmt::format("input \"{}\": {} was cast to {}", input_.name, to_string(value.type),
                                 to_string(input_.type)));
    value.type = input_.type;
  }

  void check_finite(const Value& value) const {
    if (!is_float(value.type)) return;
    for (std::size_t i = 0; i < value.size(); ++i)
      if (!std::isfinite(value.floats()[i]))
        fail(fmt::format("{}: got {}, expected a finite number", describe_place(i, value.shape),
                         value.floats()[i]));
  }

  /// A batch, where the model takes one image or any number.
  std::vector<Value> split(Value value) const {
    std::vector<Value> images;
    const bool takes_one = input_.dimensions && input_.dimensions->size() == value.shape.size() &&
                           value.shape.size() >= 2 && (*input_.dimensions)[0].value_or(1) == 1;
    if (!takes_one || value.shape[0] <= 1) {
      images.push_back(std::move(value));
      return images;
    }
    Shape shape = value.shape;
    shape[0] = 1;
    const auto size = static_cast<std::ptrdiff_t>(element_count(shape));
    for (std::size_t i = 0; i < value.shape[0]; ++i)
      std::visit(
          [&](const auto& elements) {
            const auto begin = elements.begin() + static_cast<std::ptrdiff_t>(i) * size;
            images.push_back({value.type, shape, std::decay_t<decltype(elements)>(begin, begin + size)});
          },
          value.data);
    return images;
  }

  void check_shape(const Value& value) const {
    if (value.size() == 0)
      fail(fmt::format("shape: got {}, expected at least one element", describe_shape(value.shape)));
    if (!input_.dimensions) return;
    bool fits = input_.dimensions->size() == value.shape.size();
    for (std::size_t d = 0; fits && d < value.shape.size(); ++d)
      fits = (*input_.dimensions)[d].value_or(value.shape[d]) == value.shape[d];
    if (!fits) fail(fmt::format("shape: got {}, expected {}", value.describe(), input_.describe()));
  }

  const fs::path& file_;
  const GraphInput& input_;
  std::vector<std::string>& notes_;
};

}  // namespace

bool is_image(const fs::path& file, const GraphInput& input) {
  return kind_of(file, input) == FileKind::image;
}

std::vector<Value> read_input(const fs::path& file, const GraphInput& input, const ImageOptions& options,
                              std::vector<std::string>& notes) {
  const InputMatcher matcher(file, input, notes);
  switch (kind_of(file, input)) {
    case FileKind::numpy:
      return matcher.match(read_numpy(file, input));
    case FileKind::tensor:
      return matcher.match(read_tensor_file(file));
    case FileKind::image:
      break;
  }
  return matcher.match(read_image(file, input, options, notes));
}

}  // namespace scnnsim
