// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace scnnsim {

/// Lock on a temporary file or folder, by which other processes see that its own one lives. It ends with the
/// process and its children, however they end, and is seen from other machines where the file system has
/// flock(2) for all of them.
class LivenessLock {
 public:
  /// Waits for the lock on an open file; the descriptor stays the caller's. Holds none where the file system
  /// has no locks. False if the place has gone meanwhile, or is another file.
  static bool lock(int descriptor, const std::filesystem::path& place);

  /// Waits for the lock on a file or folder. Holds none where the file system has no locks; empty if the
  /// place has gone.
  static std::optional<LivenessLock> wait_for(const std::filesystem::path& place);
  /// The lock of a place whose process is dead. Empty while it lives, where that cannot be told, and for what
  /// is neither a file nor a folder.
  static std::optional<LivenessLock> of_dead(const std::filesystem::path& place);
  /// Whether a process that lives holds the lock.
  static bool is_held(const std::filesystem::path& place);

  LivenessLock(LivenessLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  LivenessLock& operator=(LivenessLock&& other) noexcept;
  ~LivenessLock();

 private:
  explicit LivenessLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// "results.partial-123": the name of a temporary beside `place`, "<name>.<purpose>-<process>". A name that
/// would be longer than file systems take is cut, and its checksum added.
std::string temporary_name(const std::filesystem::path& place, const std::string& purpose);

/// What begins the temporary names of a place for a purpose, whichever the process.
std::string temporary_prefix(const std::filesystem::path& place, const std::string& purpose);

}  // namespace scnnsim
