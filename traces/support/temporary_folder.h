// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "traces/support/liveness_lock.h"

namespace scnnsim {

/// Purposes of temporaries beside a place: what is being written, and what is being replaced.
inline constexpr const char* partial_purpose = "partial";
inline constexpr const char* aside_purpose = "old";

/// What begins the names of temporary folders beside a place: hidden, otherwise as temporary_prefix().
std::string folder_prefix(const std::filesystem::path& place, const std::string& purpose);

/// New folder beside a place, ".<name>.partial-<process>-<number>", locked as long as the object lives.
/// Whoever writes to the same place later removes it if this process was killed: see remove_leftovers().
class TemporaryFolder {
 public:
  /// Throws std::filesystem::filesystem_error.
  explicit TemporaryFolder(const std::filesystem::path& place);
  /// Removes the folder, if it still has the name and is not to be kept.
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Leaves the folder where it is, under a name that no later run removes: path(), from now on.
  void keep();
  /// The folder has been moved to its place: it is no temporary any more.
  void release() {
    is_kept_ = true;
    lock_.reset();
  }

 private:
  std::filesystem::path place_, path_;
  std::optional<LivenessLock> lock_;
  bool is_kept_ = false;
};

}  // namespace scnnsim
