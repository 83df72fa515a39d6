// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scnnsim {

/// What a frame on a worker's pipe says. The last frame of an orderly worker is anything but `message`.
enum class FrameKind : std::uint8_t { message, done, user_error, simulation_error, other_error };

struct Frame {
  FrameKind kind;
  std::string text;
};

/// Writes one frame: kind, 8-byte length in the machine's own byte order, text. Returns false when the other
/// end is gone. SIGPIPE must be ignored.
bool write_frame(int descriptor, FrameKind kind, std::string_view text);

/// Collects bytes into frames.
class FrameReader {
 public:
  void append(const char* bytes, std::size_t count) { buffer_.append(bytes, count); }
  /// The next whole frame, if there is one.
  std::optional<Frame> next();

 private:
  std::string buffer_;
  std::size_t used_ = 0;
};

}  // namespace scnnsim
