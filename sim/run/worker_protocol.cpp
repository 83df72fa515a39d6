// SPDX-License-Identifier: Apache-2.0
#include "sim/run/worker_protocol.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace scnnsim {
namespace {

constexpr std::size_t header_bytes = 1 + sizeof(std::uint64_t);

bool write_all(int descriptor, const char* bytes, std::size_t count) {
  while (count > 0) {
    const ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes += written;
    count -= static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace

bool write_frame(int descriptor, FrameKind kind, std::string_view text) {
  char header[header_bytes];
  const std::uint64_t length = text.size();
  header[0] = static_cast<char>(kind);
  std::memcpy(header + 1, &length, sizeof length);
  return write_all(descriptor, header, header_bytes) && write_all(descriptor, text.data(), text.size());
}

std::optional<Frame> FrameReader::next() {
  const std::size_t available = buffer_.size() - used_;
  std::uint64_t length = 0;
  if (available >= header_bytes) std::memcpy(&length, buffer_.data() + used_ + 1, sizeof length);
  if (available < header_bytes || available - header_bytes < length) {
    buffer_.erase(0, used_);
    used_ = 0;
    return std::nullopt;
  }
  Frame frame{static_cast<FrameKind>(buffer_[used_]), buffer_.substr(used_ + header_bytes, length)};
  used_ += header_bytes + length;
  return frame;
}

}  // namespace scnnsim
