// SPDX-License-Identifier: Apache-2.0
#include "traces/npy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

#include "traces/npy_header.h"
#include "traces/support/counted.h"
#include "traces/support/error.h"
#include "traces/support/files.h"

// The small reader of our own is deliberate: the packaged ones neither report truncated files nor survive
// malformed headers, and they allocate whatever the header asks for.

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "NPY data are read and written as they lie in memory");

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t largest_header = 1 << 16;
constexpr std::array<std::string_view, 4> descriptors{"|i1", "<i2", "<i4", "<f4"};
constexpr std::array<std::size_t, 4> item_bytes{1, 2, 4, 4};

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
    const auto found = std::find(descriptors.begin(), descriptors.end(), header.descr);
    const auto type = static_cast<NpyType>(found - descriptors.begin());
    const auto& types = expectation_.types;
    if (found == descriptors.end() || std::find(types.begin(), types.end(), type) == types.end())
      fail(fmt::format("dtype: got {:?}, expected {}", header.descr, allowed_types()));
    if (header.fortran_order) fail("fortran_order: got True, expected False (C order)");
    if (header.shape != expectation_.shape)
      fail(fmt::format("shape: got {}, expected {}", describe_shape(header.shape),
                       describe_shape(expectation_.shape)));
    check_size(type);
    switch (type) {
      case NpyType::int8:
        return read_data<std::int8_t>();
      case NpyType::int16:
        return read_data<std::int16_t>();
      case NpyType::int32:
        return read_data<std::int32_t>();
      case NpyType::float32:
        break;
    }
    return read_data<float>();
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
    if ((major != 1 && major != 2) || minor != 0)
      fail(fmt::format("version: got {}.{}, expected 1.0 or 2.0", major, minor));
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

  void check_size(NpyType type) const {
    const std::size_t bytes = item_bytes[static_cast<std::size_t>(type)], held = size_ - read_;
    std::size_t items = 1;
    for (const std::size_t dimension : expectation_.shape) {
      if (dimension != 0 && items > std::numeric_limits<std::size_t>::max() / bytes / dimension)
        fail(fmt::format("shape: {} is too large", describe_shape(expectation_.shape)));
      items *= dimension;
    }
    if (held < items * bytes)
      fail(fmt::format("data: truncated: got {}, expected {}", counted(held, "byte"), items * bytes));
    if (held > items * bytes)
      fail(fmt::format("data: {}: got {}, expected {}", counted(held - items * bytes, "trailing byte"), held,
                       items * bytes));
  }

  template <class T>
  Tensor<T> read_data() {
    Tensor<T> tensor(expectation_.shape);
    const std::size_t bytes = tensor.size() * sizeof(T);
    if (!stream_.read(reinterpret_cast<char*>(tensor.data.data()), static_cast<std::streamsize>(bytes)))
      fail(fmt::format("data: cannot be read: {}", std::strerror(errno)));
    if constexpr (std::is_floating_point_v<T>)
      for (std::size_t i = 0; i < tensor.size(); ++i)
        if (!std::isfinite(tensor.data[i]))
          fail(fmt::format("value at flat index {}: got {}, expected a finite number", i, tensor.data[i]));
    return tensor;
  }

  const fs::path& file_;
  const NpyExpectation& expectation_;
  std::ifstream stream_;
  std::uintmax_t size_ = 0;
  std::size_t read_ = 0;
};

}  // namespace

std::string describe_shape(const Shape& shape) {
  return shape.size() == 1 ? fmt::format("({},)", shape[0]) : fmt::format("({})", fmt::join(shape, ", "));
}

NpyTensor read_npy(const fs::path& file, const NpyExpectation& expectation) {
  return NpyFile(file, expectation).read();
}

template <class T>
void write_npy(const fs::path& file, const Tensor<T>& tensor) {
  const std::size_t index = NpyTensor(std::in_place_type<Tensor<T>>).index();
  std::string bytes(magic);
  bytes += std::string("\x01\x00", 2);
  const std::string header =
      format_npy_header({std::string(descriptors[index]), false, tensor.shape}, magic.size() + 4);
  bytes += static_cast<char>(header.size() & 0xff);
  bytes += static_cast<char>(header.size() >> 8);
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(tensor.data.data()), tensor.size() * sizeof(T));
  write_file(file, bytes);
}

template void write_npy(const fs::path&, const Tensor<std::int8_t>&);
template void write_npy(const fs::path&, const Tensor<std::int16_t>&);
template void write_npy(const fs::path&, const Tensor<std::int32_t>&);
template void write_npy(const fs::path&, const Tensor<float>&);

}  // namespace scnnsim
