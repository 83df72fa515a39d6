// SPDX-License-Identifier: Apache-2.0
#include "traces/support/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "traces/support/error.h"
#include "traces/support/liveness_lock.h"
#include "traces/support/messages.h"
#include "traces/support/temporary_folder.h"

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

namespace fs = std::filesystem;

namespace {

constexpr std::size_t buffer_bytes = 1 << 16;
constexpr std::size_t most_at_once = 1 << 30;  ///< more than a call may write of

/// Writes all of `bytes`; returns what failed, or 0.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), std::min(bytes.size(), most_at_once));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

FileWriter::FileWriter(fs::path file) : file_(std::move(file)) {
  const std::string name = temporary_name(file_, partial_purpose);
  for (unsigned number = 0; error_ == 0; ++number) {
    beside_ = file_.parent_path() / (number == 0 ? name : fmt::format("{}-{}", name, number));
    descriptor_ = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0) {
      error_ = errno == EEXIST ? 0 : errno;
    } else if (LivenessLock::lock(descriptor_, beside_)) {
      return;
    } else {
      ::close(std::exchange(descriptor_, -1));
    }
  }
}

FileWriter::~FileWriter() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(beside_.c_str());
}

void FileWriter::write(std::string_view bytes) {
  if (error_ != 0) return;
  if (buffer_.size() + bytes.size() < buffer_bytes) {
    buffer_ += bytes;
    return;
  }
  flush();
  if (error_ == 0) error_ = write_all(descriptor_, bytes);
}

void FileWriter::flush() {
  if (error_ == 0) error_ = write_all(descriptor_, buffer_);
  buffer_.clear();
}

void FileWriter::commit() {
  flush();
  if (error_ == 0 && std::rename(beside_.c_str(), file_.c_str()) != 0) error_ = errno;
  if (error_ != 0)
    throw UserError(fmt::format("{}: cannot be written: {}", file_.string(), system_reason(error_)));
  // Some file systems report what they could not store at the end.
  const int status = ::close(std::exchange(descriptor_, -1));
  if (status != 0 && errno != EINTR)
    throw UserError(fmt::format("{}: cannot be written: {}", file_.string(), system_reason(errno)));
}

}  // namespace scnnsim
