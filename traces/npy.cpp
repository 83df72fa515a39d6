// SPDX-License-Identifier: Apache-2.0
#include "traces/npy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include "traces/npy_header.h"
#include "traces/support/error.h"
#include "traces/support/files.h"
#include "traces/support/messages.h"

// The small reader of our own is deliberate: the packaged ones neither report truncated files nor survive
// malformed headers, and they allocate whatever the header asks for.

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "NPY data are read and written as they lie in memory");

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t largest_header = 1 << 16;
constexpr std::array<std::string_view, 9> descriptors{"|b1", "|i1", "|u1", "<i2", "<i4",
                                                      "<i8", "<f2", "<f4", "<f8"};
constexpr std::array<std::size_t, 9> item_bytes{1, 1, 1, 2, 4, 8, 2, 4, 8};

/// Type of a NumPy descriptor, whose byte order may be '<', '=', '|' or left out, or '>' for single bytes.
std::optional<NpyType> type_of(std::string_view descriptor) {
  const char order = descriptor.empty() ? '\0' : descriptor.front();
  if (order == '<' || order == '=' || order == '|' || order == '>') descriptor.remove_prefix(1);
  for (std::size_t type = 0; type < descriptors.size(); ++type)
    if (descriptor == descriptors[type].substr(1) && (order != '>' || item_bytes[type] == 1))
      return static_cast<NpyType>(type);
  return std::nullopt;
}

/// Value of an IEEE 754 half-precision number.
float float_of_half(std::uint16_t half) {
  const int exponent = half >> 10 & 0x1f, fraction = half & 0x3ff;
  float magnitude = std::ldexp(static_cast<float>(fraction | 0x400), exponent - 25);
  if (exponent == 0) magnitude = std::ldexp(static_cast<float>(fraction), -24);
  if (exponent == 0x1f)
    magnitude =
        fraction == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  return half >> 15 == 0 ? magnitude : -magnitude;
}

template <class T>
constexpr NpyType type_written() {
  if constexpr (std::is_same_v<T, float>) return NpyType::float32;
  if constexpr (std::is_same_v<T, double>) return NpyType::float64;
  if constexpr (std::is_same_v<T, std::int8_t>) return NpyType::int8;
  if constexpr (std::is_same_v<T, std::uint8_t>) return NpyType::uint8;
  if constexpr (std::is_same_v<T, std::int16_t>) return NpyType::int16;
  if constexpr (std::is_same_v<T, std::int32_t>) return NpyType::int32;
  return NpyType::int64;
}

/// An open file and the way its errors are worded.
class NpyFile {
 public:
  NpyFile(const fs::path& file, const NpyExpectation& expectation)
      : file_(file), expectation_(expectation), stream_(open_regular_file(file, expectation.field)) {
    std::error_code error;
    size_ = fs::file_size(file, error);
    if (error) fail(fmt::format("file cannot be opened: {}", error.message()));
  }

  NpyTensor read() {
    const NpyHeader header = read_header();
    const std::optional<NpyType> type = type_of(header.descr);
    const auto& types = expectation_.types;
    if (!type || std::find(types.begin(), types.end(), *type) == types.end())
      fail(fmt::format("dtype: got {:?}, expected {}", header.descr, allowed_types()));
    if (header.fortran_order)
      fail("fortran_order: got True, expected False (C order, as numpy.ascontiguousarray gives)");
    if (!is_expected(header.shape))
      fail(fmt::format("shape: got {}, expected {}", describe_shape(header.shape), expected_shape()));
    check_size(*type, header.shape);
    return {values(*type, header.shape), *type};
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw UserError(fmt::format("{}: {}: {}", file_.string(), expectation_.field, problem));
  }

  std::string read_bytes(std::size_t count, std::string_view what) {
    std::string bytes(count, '\0');
    if (!stream_.read(bytes.data(), static_cast<std::streamsize>(count)))
      fail(fmt::format("{}: the file ends after {}, expected {} more", what, counted(size_, "byte"), count));
    read_ += count;
    return bytes;
  }

  std::size_t read_little_endian(std::size_t bytes, std::string_view what) {
    std::size_t value = 0;
    const std::string text = read_bytes(bytes, what);
    for (std::size_t i = 0; i < bytes; ++i)
      value |= std::size_t{static_cast<unsigned char>(text[i])} << (8 * i);
    return value;
  }

  NpyHeader read_header() {
    if (size_ < magic.size() || read_bytes(magic.size(), "magic") != magic)
      fail("magic: not a NumPy .npy file (its first bytes are not \\x93NUMPY)");
    const std::size_t major = read_little_endian(1, "version"), minor = read_little_endian(1, "version");
    if (major < 1 || major > 3 || minor != 0)
      fail(fmt::format("version: got {}.{}, expected 1.0, 2.0 or 3.0", major, minor));
    const std::size_t length = read_little_endian(major == 1 ? 2 : 4, "header length");
    if (length > largest_header)
      fail(fmt::format("header length: got {} bytes, expected at most {}", length, largest_header));
    try {
      return parse_npy_header(read_bytes(length, "header"));
    } catch (const NpyHeaderError& error) {
      fail(error.what());
    }
  }

  std::string allowed_types() const {
    std::vector<std::string> names;
    for (const NpyType type : expectation_.types) {
      const auto index = static_cast<std::size_t>(type);
      names.push_back(fmt::format("{} ({:?})", to_string(type), descriptors[index]));
    }
    return fmt::format("{}", fmt::join(names, " or "));
  }

  bool is_expected(const Shape& shape) const {
    return std::equal(
        shape.begin(), shape.end(), expectation_.shape.begin(), expectation_.shape.end(),
        [](std::size_t got, std::size_t wanted) { return wanted == 0 ? got > 0 : got == wanted; });
  }

  std::string expected_shape() const {
    std::string text = describe_shape(expectation_.shape);
    for (auto at = text.find(" 0"); at != std::string::npos; at = text.find(" 0", at))
      text.replace(at, 2, " any");
    return expectation_.axes.empty() ? text : fmt::format("{}, which is {}", text, expectation_.axes);
  }

  std::string place(std::size_t index, const Shape& shape) const {
    return describe_place(index, shape, expectation_.axes);
  }

  void check_size(NpyType type, const Shape& shape) const {
    const std::size_t bytes = item_bytes[static_cast<std::size_t>(type)], held = size_ - read_;
    std::size_t items = 1;
    for (const std::size_t dimension : shape) {
      if (dimension != 0 && items > std::numeric_limits<std::size_t>::max() / bytes / dimension)
        fail(fmt::format("shape: {} is too large", describe_shape(shape)));
      items *= dimension;
    }
    if (held < items * bytes)
      fail(fmt::format("data: truncated: got {}, expected {}", counted(held, "byte"), items * bytes));
    if (held > items * bytes)
      fail(fmt::format("data: {}: got {}, expected {}", counted(held - items * bytes, "trailing byte"), held,
                       items * bytes));
  }

  NpyValues values(NpyType type, const Shape& shape) {
    switch (type) {
      case NpyType::boolean:
        return booleans(shape);
      case NpyType::int8:
        return read_data<std::int8_t>(shape);
      case NpyType::uint8:
        return read_data<std::uint8_t>(shape);
      case NpyType::int16:
        return read_data<std::int16_t>(shape);
      case NpyType::int32:
        return read_data<std::int32_t>(shape);
      case NpyType::int64:
        return read_data<std::int64_t>(shape);
      case NpyType::float16:
        return halves(shape);
      case NpyType::float32:
        return finite(read_data<float>(shape));
      case NpyType::float64:
        break;
    }
    return finite(read_data<double>(shape));
  }

  template <class T>
  Tensor<T> read_data(const Shape& shape) {
    Tensor<T> tensor(shape);
    const std::size_t bytes = tensor.size() * sizeof(T);
    if (!stream_.read(reinterpret_cast<char*>(tensor.data.data()), static_cast<std::streamsize>(bytes)))
      fail(fmt::format("data: cannot be read: {}", std::strerror(errno)));
    return tensor;
  }

  Tensor<std::uint8_t> booleans(const Shape& shape) {
    Tensor<std::uint8_t> tensor = read_data<std::uint8_t>(shape);
    for (std::size_t i = 0; i < tensor.size(); ++i)
      if (tensor.data[i] > 1)
        fail(fmt::format("{}: got the byte {}, expected 0 or 1 (bool)", place(i, shape), tensor.data[i]));
    return tensor;
  }

  Tensor<float> halves(const Shape& shape) {
    const Tensor<std::uint16_t> bits = read_data<std::uint16_t>(shape);
    Tensor<float> tensor(shape);
    std::transform(bits.data.begin(), bits.data.end(), tensor.data.begin(), float_of_half);
    return finite(std::move(tensor));
  }

  template <class T>
  Tensor<T> finite(Tensor<T> tensor) const {
    for (std::size_t i = 0; i < tensor.size(); ++i)
      if (!std::isfinite(tensor.data[i]))
        fail(fmt::format("{}: got {}, expected a finite number", place(i, tensor.shape), tensor.data[i]));
    return tensor;
  }

  const fs::path& file_;
  const NpyExpectation& expectation_;
  std::ifstream stream_;
  std::uintmax_t size_ = 0;
  std::size_t read_ = 0;
};

}  // namespace

std::string describe_place(std::size_t flat_index, const Shape& shape, const std::string& axes) {
  Shape place(shape.size());
  std::size_t rest = flat_index;
  for (std::size_t axis = shape.size(); axis-- > 0; rest /= shape[axis]) place[axis] = rest % shape[axis];
  return fmt::format("value at {}{}, flat index {}", describe_shape(place), axes.empty() ? "" : " of " + axes,
                     flat_index);
}

std::string describe_shape(const Shape& shape) {
  return shape.size() == 1 ? fmt::format("({},)", shape[0]) : fmt::format("({})", fmt::join(shape, ", "));
}

NpyTensor read_npy(const fs::path& file, const NpyExpectation& expectation) {
  return NpyFile(file, expectation).read();
}

template <class T>
void write_npy(const fs::path& file, const Tensor<T>& tensor) {
  const auto index = static_cast<std::size_t>(type_written<T>());
  std::string head(magic);
  head += std::string("\x01\x00", 2);
  const std::string header =
      format_npy_header({std::string(descriptors[index]), false, tensor.shape}, magic.size() + 4);
  head += static_cast<char>(header.size() & 0xff);
  head += static_cast<char>(header.size() >> 8);
  FileWriter writer(file);
  writer.write(head + header);
  writer.write({reinterpret_cast<const char*>(tensor.data.data()), tensor.size() * sizeof(T)});
  writer.commit();
}

template void write_npy(const fs::path&, const Tensor<std::int8_t>&);
template void write_npy(const fs::path&, const Tensor<std::uint8_t>&);
template void write_npy(const fs::path&, const Tensor<std::int16_t>&);
template void write_npy(const fs::path&, const Tensor<std::int32_t>&);
template void write_npy(const fs::path&, const Tensor<std::int64_t>&);
template void write_npy(const fs::path&, const Tensor<float>&);
template void write_npy(const fs::path&, const Tensor<double>&);

}  // namespace scnnsim
