// SPDX-License-Identifier: Apache-2.0
#include "traces/support/files.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "traces/support/error.h"
#include "traces/support/file_writer.h"
#include "traces/support/messages.h"

namespace scnnsim {

namespace fs = std::filesystem;

std::ifstream open_regular_file(const fs::path& file, const std::string& field) {
  const auto fail = [&](const std::string& problem) {
    throw UserError(fmt::format("{}: {}{}{}", file.string(), field, field.empty() ? "" : ": ", problem));
  };
  std::error_code error;
  const fs::file_type type = fs::status(file, error).type();
  if (type == fs::file_type::not_found) fail("file does not exist");
  if (type == fs::file_type::none) fail(fmt::format("file cannot be opened: {}", error.message()));
  if (type != fs::file_type::regular) fail("got a folder, pipe or device, expected a file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail(fmt::format("file cannot be opened: {}", system_reason(errno)));
  return stream;
}

std::string read_file(const fs::path& file, std::uint64_t limit) {
  std::error_code error;
  if (fs::is_directory(file, error))
    throw UserError(fmt::format("{}: is a folder, expected a file", file.string()));
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw UserError(fmt::format("{}: cannot be opened: {}", file.string(), system_reason(errno)));
  // In chunks, since a pipe has no size.
  std::string bytes, chunk(1 << 16, '\0');
  while (stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || stream.gcount() > 0) {
    bytes.append(chunk, 0, static_cast<std::size_t>(stream.gcount()));
    if (bytes.size() > limit)
      throw UserError(fmt::format("{}: longer than {} bytes, the most that is read of such a file",
                                  file.string(), limit));
  }
  if (stream.bad())
    throw UserError(fmt::format("{}: cannot be read: {}", file.string(), system_reason(errno)));
  return bytes;
}

void write_file(const fs::path& file, std::string_view bytes) {
  FileWriter writer(file);
  writer.write(bytes);
  writer.commit();
}

}  // namespace scnnsim
