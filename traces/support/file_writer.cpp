// SPDX-License-Identifier: Apache-2.0
#include "traces/support/file_writer.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "traces/support/error.h"

namespace scnnsim {

namespace fs = std::filesystem;

FileWriter::FileWriter(fs::path file) : file_(std::move(file)), beside_(file_) {
  beside_ += fmt::format(".partial-{}", ::getpid());
  errno = 0;
  stream_.open(beside_, std::ios::binary);
  note_error();
}

FileWriter::~FileWriter() {
  std::error_code error;
  if (!beside_.empty()) fs::remove(beside_, error);
}

void FileWriter::note_error() {
  if (!stream_ && error_ == 0) error_ = errno;
}

void FileWriter::write(std::string_view bytes) {
  errno = 0;
  stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  note_error();
}

void FileWriter::commit() {
  errno = 0;
  stream_.close();
  note_error();
  std::error_code error;
  if (stream_) fs::rename(beside_, file_, error);
  if (!stream_ || error)
    throw UserError(fmt::format("{}: cannot be written: {}", file_.string(),
                                error ? error.message() : std::strerror(error_ != 0 ? error_ : EIO)));
  beside_.clear();
}

}  // namespace scnnsim
