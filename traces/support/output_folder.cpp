// SPDX-License-Identifier: Apache-2.0
#include "traces/support/output_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <system_error>
#include <thread>

#include "traces/support/error.h"
#include "traces/support/leftovers.h"

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

/// Other programs may use the same place at the same time; more than a few collisions are no coincidence.
constexpr int attempts_to_replace = 8;

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

/// Makes the folder that is to hold the place, and those above it, where they are missing.
void make_parents(const fs::path& place) {
  std::error_code error;
  fs::create_directories(place.parent_path(), error);
  if (error)
    fail(place, fmt::format("its parent folder {} cannot be made: {}", place.parent_path().string(),
                            error.message()));
}

bool is_mount_point(const fs::path& folder) {
  struct stat own {
  }, parent{};
  return ::stat(folder.c_str(), &own) == 0 && ::stat(folder.parent_path().c_str(), &parent) == 0 &&
         (own.st_dev != parent.st_dev || own.st_ino == parent.st_ino);
}

/// Whether `folder` is `input` or a folder above it, under whatever name.
bool equals_or_holds(const fs::path& folder, const fs::path& input) {
  std::error_code error;
  for (fs::path above = fs::weakly_canonical(fs::absolute(input), error); !error;
       above = above.parent_path()) {
    std::error_code not_there;
    if (fs::equivalent(above, folder, not_there)) return true;
    if (above == above.parent_path()) break;
  }
  return false;
}

bool is_of_trace(const std::string& name) {
  return name == "trace.yaml" || fs::path(name).extension() == ".npy";
}

bool is_of_results(const std::string& name) {
  constexpr std::string_view names[] = {"results.json", "layers.csv", "config.yaml", "run.json",
                                        "energy.yaml"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Data, scripts and drawings of figures beside report.md.
bool is_of_report(const std::string& name) {
  const fs::path extension = fs::path(name).extension();
  return name == "report.md" || name == "config.yaml" || name == "energy.yaml" || extension == ".csv" ||
         extension == ".gp" || extension == ".svg";
}

/// What this program writes into a folder, and the file by which the folder is known.
struct FolderKind {
  const char* mark;
  const char* what;
  bool (*is_ours)(const std::string& name);
};
constexpr FolderKind folder_kinds[] = {{"trace.yaml", "generated trace", is_of_trace},
                                       {"results.json", "run's results", is_of_results},
                                       {"report.md", "report", is_of_report}};

/// Not a link, not a folder. Another program may be replacing the folder at this moment.
bool is_regular_or_gone(const fs::directory_entry& entry) {
  const fs::file_type type = entry.symlink_status().type();
  return type == fs::file_type::regular || type == fs::file_type::not_found;
}

/// The kind of a folder, by its mark; null if it has none.
const FolderKind* kind_of(const fs::path& folder) {
  const auto kind = std::find_if(std::begin(folder_kinds), std::end(folder_kinds),
                                 [&](const FolderKind& one) { return fs::exists(folder / one.mark); });
  return kind == std::end(folder_kinds) ? nullptr : &*kind;
}

/// Refuses a folder with a file that is not of its kind.
void check_files(const fs::path& folder, const FolderKind& kind) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!is_regular_or_gone(entry) || !kind.is_ours(name))
      fail(folder, fmt::format("holds \"{}\", which is no file of a {}, so it is not replaced, even with "
                               "--force",
                               name, kind.what));
  }
}

/// Whether there is nothing but traces: one per image, as `scnnsim trace import` writes several.
bool holds_traces_alone(const fs::path& folder) {
  const FolderKind& trace = folder_kinds[0];
  return std::all_of(fs::directory_iterator(folder), fs::directory_iterator(), [&](const auto& entry) {
    return entry.symlink_status().type() == fs::file_type::directory && kind_of(entry.path()) == &trace;
  });
}

/// Refuses a folder with anything that this program does not write.
void check_contents(const fs::path& folder) {
  if (const FolderKind* kind = kind_of(folder)) return check_files(folder, *kind);
  if (!holds_traces_alone(folder))
    fail(folder,
         "holds neither trace.yaml nor results.json nor report.md, so it is not replaced, even with --force");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    check_files(entry.path(), folder_kinds[0]);
}

/// Whether an existing folder may be replaced.
void check_replaceable(const fs::path& folder, bool force, const std::vector<fs::path>& inputs) {
  if (!fs::is_directory(folder)) fail(folder, "exists and is not a folder");
  for (const fs::path& input : inputs)
    if (equals_or_holds(folder, input))
      fail(folder, fmt::format("is or holds the input {}; name another folder", input.string()));
  std::error_code error;
  if (fs::equivalent(folder, fs::current_path(error), error))
    fail(folder, "is the current folder; name a new one inside it");
  if (is_mount_point(folder))
    fail(folder, "is a mount point and cannot be replaced; name a new folder inside it");
  if (fs::is_empty(folder)) return;
  if (!force) fail(folder, "exists and is not empty; use --force to replace it");
  check_contents(folder);
}

/// A new, empty folder beside `place`, for what it replaces.
fs::path make_folder_aside(const fs::path& place) {
  for (unsigned number = 0;; ++number) {
    fs::path name =
        place.parent_path() / fmt::format("{}{}-{}", folder_prefix(place, aside_purpose), ::getpid(), number);
    std::error_code error;
    if (fs::create_directory(name, error)) return name;
    if (error && error != std::errc::file_exists) throw fs::filesystem_error("", error);
  }
}

/// What a rename onto a folder that is not empty gives.
bool is_occupied(const std::error_code& error) {
  return error == std::errc::directory_not_empty || error == std::errc::file_exists;
}

/// Whoever removes leftovers may be at it, too: what one finds gone, the other has removed.
std::error_code remove_folder(const fs::path& folder) {
  constexpr int most_attempts = 200;
  constexpr auto wait = std::chrono::milliseconds(5);
  std::error_code error, ignored;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    fs::remove_all(folder, error);
    if (!fs::exists(folder, ignored)) return {};
    if (error != std::errc::no_such_file_or_directory && !is_occupied(error)) break;
    std::this_thread::sleep_for(wait);
  }
  return error;
}

/// A link to nothing counts: nothing can be put in its place.
bool is_taken(const fs::path& place) {
  return fs::symlink_status(place).type() != fs::file_type::not_found;
}

std::error_code result_of(int status) {
  return status == 0 ? std::error_code() : std::error_code(errno, std::generic_category());
}

std::error_code rename_folder(const fs::path& from, const fs::path& to) {
  return result_of(std::rename(from.c_str(), to.c_str()));
}

std::error_code exchange_folders(const fs::path& one, const fs::path& other) {
  return result_of(::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE));
}

/// Network and layered file systems may know no exchange.
bool cannot_exchange(const std::error_code& error) {
  return error == std::errc::invalid_argument || error == std::errc::function_not_supported ||
         error == std::errc::operation_not_supported || error == std::errc::cross_device_link;
}

/// Puts `from` in the place of `to`, which moves over the empty folder `old`; undone on failure.
std::error_code move_aside_and_rename(const fs::path& from, const fs::path& to, const fs::path& old) {
  std::error_code error = rename_folder(to, old), ignored;
  if (error) {
    fs::remove(old, ignored);
    return error;
  }
  error = rename_folder(from, to);
  // Where the way back is taken too, another --force has replaced what was moved aside.
  if (error && is_occupied(rename_folder(old, to))) fs::remove_all(old, ignored);
  return error;
}

}  // namespace

OutputFolder::OutputFolder(const fs::path& place, bool force, const std::vector<fs::path>& inputs) try
    : place_(resolve(place)), force_(force), inputs_(inputs) {
  make_parents(place_);
  if (is_taken(place_)) check_replaceable(place_, force_, inputs_);
  leftovers_ = remove_leftovers(place_);
  make_temporary();
} catch (const fs::filesystem_error& error) {
  fail(place, error.code().message());
}

void OutputFolder::make_temporary() {
  try {
    temporary_.emplace(place_);
  } catch (const fs::filesystem_error& error) {
    fail(place_, fmt::format("cannot create a folder in {}: {}", place_.parent_path().string(),
                             error.code().message()));
  }
}

void OutputFolder::commit() {
  try {
    put_in_place();
  } catch (const UserError& error) {
    temporary_->keep();
    throw UserError(fmt::format("{}; what was written is kept in {}", error.what(), path().string()));
  } catch (const fs::filesystem_error& error) {
    temporary_->keep();
    fail(place_, fmt::format("cannot be put in place: {}; what was written is kept in {}",
                             error.code().message(), path().string()));
  }
  temporary_->release();
  if (old_.empty()) return;
  if (const std::error_code error = remove_folder(old_))
    fail(place_, fmt::format("is written, but its old contents, now in {}, cannot be removed: {}",
                             old_.string(), error.message()));
}

void OutputFolder::put_in_place() {
  for (int attempt = 1;; ++attempt) {
    // A rename takes a free place, or that of an empty folder, and nothing else.
    std::error_code error = rename_folder(path(), place_);
    if (!error) return;
    if (!is_occupied(error) && error != std::errc::not_a_directory) throw fs::filesystem_error("", error);
    check_replaceable(place_, force_, inputs_);
    error = exchange_folders(path(), place_);
    if (!error) {
      old_ = path();
      return;
    }
    if (cannot_exchange(error)) {
      old_ = make_folder_aside(place_);
      error = move_aside_and_rename(path(), place_, old_);
      if (!error) return;
      old_.clear();
    }
    // Another program moved something away, or something else in, since the check: look again.
    const bool changed = error == std::errc::no_such_file_or_directory || is_occupied(error);
    if (!changed || attempt == attempts_to_replace) throw fs::filesystem_error("", error);
  }
}

}  // namespace scnnsim
