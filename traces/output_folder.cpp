// SPDX-License-Identifier: Apache-2.0
#include "traces/output_folder.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <system_error>

#include "traces/error.h"

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& place, const std::string& problem) {
  throw UserError(fmt::format("output folder {}: {}", place.string(), problem));
}

/// The place without links, "." and a trailing slash, so that its parent is the folder that really holds it.
fs::path resolve(const fs::path& place) {
  if (place.empty()) throw UserError("output folder: the name is empty");
  std::error_code error;
  fs::path resolved = fs::weakly_canonical(fs::absolute(place), error);
  if (error) fail(place, error.message());
  return resolved.has_filename() ? resolved : resolved.parent_path();
}

bool is_mount_point(const fs::path& folder) {
  struct stat own {
  }, parent{};
  return ::stat(folder.c_str(), &own) == 0 && ::stat(folder.parent_path().c_str(), &parent) == 0 &&
         (own.st_dev != parent.st_dev || own.st_ino == parent.st_ino);
}

/// Whether an existing folder may be replaced.
void check_replaceable(const fs::path& folder, bool force) {
  if (!fs::is_directory(folder)) fail(folder, "exists and is not a folder");
  std::error_code error;
  if (fs::equivalent(folder, fs::current_path(error), error))
    fail(folder, "is the current folder; name a new one inside it");
  if (is_mount_point(folder))
    fail(folder, "is a mount point and cannot be replaced; name a new folder inside it");
  if (fs::is_empty(folder)) return;
  if (!force) fail(folder, "exists and is not empty; use --force to replace it");
  if (!fs::exists(folder / "trace.yaml") && !fs::exists(folder / "results.json"))
    fail(folder, "holds neither trace.yaml nor results.json, so it is not replaced, even with --force");
}

/// A new folder beside `place`, with a hidden name of its own.
fs::path make_sibling(const fs::path& place, const char* purpose) {
  for (unsigned attempt = 0;; ++attempt) {
    fs::path name = place.parent_path() /
                    fmt::format(".{}.{}-{}-{}", place.filename().string(), purpose, ::getpid(), attempt);
    std::error_code error;
    if (fs::create_directory(name, error)) return name;
    if (error && error != std::errc::file_exists)
      fail(place,
           fmt::format("cannot create a folder in {}: {}", place.parent_path().string(), error.message()));
  }
}

}  // namespace

OutputFolder::OutputFolder(const fs::path& place, bool force) try : place_(resolve(place)) {
  if (!fs::is_directory(place_.parent_path()))
    fail(place, fmt::format("its parent folder {} does not exist", place_.parent_path().string()));
  if (fs::exists(place_)) check_replaceable(place_, force);
  temporary_ = make_sibling(place_, "partial");
} catch (const fs::filesystem_error& error) {
  fail(place, error.code().message());
}

OutputFolder::~OutputFolder() {
  std::error_code ignored;
  if (!committed_) fs::remove_all(temporary_, ignored);
}

void OutputFolder::commit() {
  try {
    if (!fs::exists(place_)) {
      fs::rename(temporary_, place_);
    } else {
      // Renaming over the empty folder just made moves the old one aside in one step.
      const fs::path old = make_sibling(place_, "old");
      fs::rename(place_, old);
      fs::rename(temporary_, place_);
      committed_ = true;
      fs::remove_all(old);
    }
    committed_ = true;
  } catch (const fs::filesystem_error& error) {
    fail(place_, fmt::format("cannot be put in place: {}", error.code().message()));
  }
}

}  // namespace scnnsim
