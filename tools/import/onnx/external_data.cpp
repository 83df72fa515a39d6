// SPDX-License-Identifier: Apache-2.0
#include "tools/import/onnx/read_tensor.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/support/error.h"
#include "traces/support/files.h"
#include "traces/support/scalar.h"

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

/// Where a tensor's bytes lie, as its key-value pairs say.
struct ExternalPlace {
  std::string location;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length;
};

ExternalPlace place_of(const onnx::TensorProto& tensor, const std::string& what) {
  ExternalPlace place;
  for (const auto& entry : tensor.external_data()) {
    const std::string where = fmt::format("{}: external data: {}", what, entry.key());
    if (entry.key() == "location") place.location = entry.value();
    if (entry.key() == "offset") place.offset = parse_scalar<std::uint64_t>(entry.value(), where);
    if (entry.key() == "length") place.length = parse_scalar<std::uint64_t>(entry.value(), where);
  }
  return place;
}

void check_inside(const std::string& location, const std::string& what) {
  const fs::path path(location);
  bool leaves = location.empty() || path.is_absolute() || location.find('\0') != std::string::npos;
  for (const fs::path& part : path) leaves = leaves || part == "..";
  if (leaves)
    throw UserError(
        fmt::format("{}: external data: location: got {:?}, expected the name of a file inside the "
                    "model's folder",
                    what, location));
}

/// A link may lead out of the folder where a name cannot.
void check_links(const fs::path& file, const fs::path& folder, const std::string& what) {
  std::error_code error;
  const fs::path root = fs::canonical(folder.empty() ? fs::path(".") : folder, error);
  const fs::path target = error ? fs::path() : fs::canonical(file, error);
  if (error) return;  // opening the file says what is wrong
  const auto [end_of_root, rest] = std::mismatch(root.begin(), root.end(), target.begin(), target.end());
  if (end_of_root != root.end())
    throw UserError(
        fmt::format("{}: external data: {} is a link to {}, expected a file inside the model's folder; "
                    "copy it there",
                    what, file.string(), target.string()));
}

}  // namespace

std::string read_external_data(const onnx::TensorProto& tensor, const fs::path& folder, std::size_t bytes,
                               const std::string& what) {
  const ExternalPlace place = place_of(tensor, what);
  check_inside(place.location, what);
  if (place.length && *place.length != bytes)
    throw UserError(fmt::format("{}: external data: length: got {}, expected {} bytes, as shape and type say",
                                what, *place.length, bytes));
  const fs::path file = folder / place.location;
  check_links(file, folder, what);
  std::ifstream stream = open_regular_file(file, what);
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (error || place.offset > size || size - place.offset < bytes)
    throw UserError(fmt::format("{}: {}: the file has {} bytes, expected {} from byte {} on", file.string(),
                                what, error ? 0 : size, bytes, place.offset));
  std::string data(bytes, '\0');
  stream.seekg(static_cast<std::streamoff>(place.offset));
  if (!stream.read(data.data(), static_cast<std::streamsize>(bytes)))
    throw UserError(fmt::format("{}: {}: cannot be read", file.string(), what));
  return data;
}

}  // namespace scnnsim
