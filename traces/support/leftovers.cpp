// SPDX-License-Identifier: Apache-2.0
#include "traces/support/leftovers.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>

#include "traces/support/liveness_lock.h"
#include "traces/support/temporary_folder.h"

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Whether `name` is `prefix`, a process, and maybe "-" and a number.
bool is_temporary(std::string_view name, std::string_view prefix) {
  if (name.substr(0, prefix.size()) != prefix) return false;
  name.remove_prefix(prefix.size());
  const std::size_t dash = name.find('-');
  return is_number(name.substr(0, dash)) &&
         (dash == std::string_view::npos || is_number(name.substr(dash + 1)));
}

/// Moved aside by a process that died before the new folder was in its place: the only copy.
bool is_only_copy(const std::string& name, const fs::path& place) {
  std::error_code ignored;
  return is_temporary(name, folder_prefix(place, aside_purpose)) &&
         fs::symlink_status(place, ignored).type() == fs::file_type::not_found;
}

bool is_leftover_name(const std::string& name, const fs::path& place) {
  return is_temporary(name, temporary_prefix(place, partial_purpose)) ||
         is_temporary(name, folder_prefix(place, partial_purpose)) ||
         is_temporary(name, folder_prefix(place, aside_purpose));
}

/// Whether `leftover` has gone, or turns out to belong to a process that lives.
bool remove_if_dead(const fs::path& leftover, const fs::path& place) {
  std::error_code ignored;
  {
    const auto lock = LivenessLock::of_dead(leftover);
    if (lock && !is_only_copy(leftover.filename().string(), place)) fs::remove_all(leftover, ignored);
  }
  return fs::symlink_status(leftover, ignored).type() == fs::file_type::not_found ||
         LivenessLock::is_held(leftover);
}

}  // namespace

std::vector<fs::path> remove_leftovers(const fs::path& place) {
  std::vector<fs::path> found, left;
  const fs::path folder = place.has_parent_path() ? place.parent_path() : fs::path(".");
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (is_leftover_name(entry->path().filename().string(), place)) found.push_back(entry->path());
  std::sort(found.begin(), found.end());
  for (const fs::path& one : found)
    if (!LivenessLock::is_held(one) && !remove_if_dead(one, place)) left.push_back(one);
  return left;
}

}  // namespace scnnsim
