// SPDX-License-Identifier: Apache-2.0
#include "traces/support/temporary_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <system_error>

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

constexpr const char* kept_purpose = "kept";

fs::path numbered(const fs::path& place, const char* purpose, unsigned number) {
  return place.parent_path() / fmt::format("{}{}-{}", folder_prefix(place, purpose), ::getpid(), number);
}

}  // namespace

std::string folder_prefix(const fs::path& place, const std::string& purpose) {
  return "." + temporary_prefix(place, purpose);
}

TemporaryFolder::TemporaryFolder(const fs::path& place) : place_(place) {
  // No number comes twice: who removes an older folder of the name must not find another one there.
  static std::atomic<unsigned> next = 0;
  while (!lock_) {
    path_ = numbered(place_, partial_purpose, next++);
    std::error_code error;
    const bool is_new = fs::create_directory(path_, error);
    if (error && error != std::errc::file_exists)
      throw fs::filesystem_error("cannot create a folder", path_, error);
    // Whoever removes leftovers may have come between: then the next number is tried.
    if (is_new) lock_ = LivenessLock::wait_for(path_);
  }
}

void TemporaryFolder::keep() {
  is_kept_ = true;
  for (unsigned number = 0;; ++number) {
    const fs::path kept = numbered(place_, kept_purpose, number);
    std::error_code error;
    if (fs::symlink_status(kept, error).type() != fs::file_type::not_found) continue;
    fs::rename(path_, kept, error);
    if (!error) path_ = kept;
    return;
  }
}

TemporaryFolder::~TemporaryFolder() {
  if (is_kept_) return;
  std::error_code error, ignored;
  fs::remove_all(path_, error);
  if (!error) return;
  lock_.reset();  // looking into the folder takes a descriptor, and the process may have no other left
  fs::remove_all(path_, ignored);
}

}  // namespace scnnsim
