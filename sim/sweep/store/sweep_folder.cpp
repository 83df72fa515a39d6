// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/sweep_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "traces/support/error.h"

namespace scnnsim {

namespace fs = std::filesystem;

void open_sweep_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) {
    fs::create_directories(folder, error);
    if (error) throw UserError(fmt::format("{}: cannot be made: {}", folder.string(), error.message()));
    return;
  }
  if (!fs::is_directory(folder, error))
    throw UserError(fmt::format("{}: is a file, expected a folder", folder.string()));
  // A sweep makes its lock first, and may have been killed just then.
  const bool is_sweep =
      fs::exists(folder / lock_file_name, error) || fs::exists(folder / store_file_name, error);
  if (!is_sweep && !fs::is_empty(folder, error))
    throw UserError(
        fmt::format("{}: holds something else than a sweep, expected a new or empty folder, or that "
                    "of a sweep to go on with",
                    folder.string()));
}

fs::path store_file(const fs::path& place) {
  std::error_code error;
  fs::path file = fs::is_directory(place, error) ? place / store_file_name : place;
  const fs::file_type type = fs::status(file, error).type();
  if (type == fs::file_type::not_found)
    throw UserError(fmt::format("{}: file does not exist", file.string()));
  if (type == fs::file_type::none)
    throw UserError(fmt::format("{}: cannot be opened: {}", file.string(), error.message()));
  return file;
}

bool is_sweep_store(const fs::path& place) {
  std::error_code error;
  if (fs::is_directory(place, error)) return fs::exists(place / store_file_name, error);
  return place.extension() == fs::path(store_file_name).extension() && fs::exists(place, error);
}

SweepFolderLock::SweepFolderLock(const fs::path& folder) {
  const std::string file = (folder / lock_file_name).string();
  descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw UserError(fmt::format("{}: cannot be opened: {}", file, std::strerror(errno)));
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  if (fcntl(descriptor_, F_SETLK, &lock) == 0) return;
  const int error = errno;
  std::string holder;
  if (fcntl(descriptor_, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0)
    holder = fmt::format(" (process {})", lock.l_pid);
  close(descriptor_);
  if (error != EACCES && error != EAGAIN)
    throw UserError(fmt::format("{}: cannot be locked: {}", file, std::strerror(error)));
  throw UserError(
      fmt::format("{}: another process{} is writing this sweep; wait for it, or sweep into another folder",
                  folder.string(), holder));
}

SweepFolderLock::~SweepFolderLock() {
  close(descriptor_);
}

}  // namespace scnnsim
