// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/store_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "traces/support/error.h"

namespace scnnsim {

StoreLock::StoreLock(const std::filesystem::path& file)
    : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0)
    throw UserError(fmt::format("{}: cannot be opened: {}", file.string(), std::strerror(errno)));
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
    throw UserError(fmt::format("{}: cannot be locked: {}", file.string(), std::strerror(error)));
  throw UserError(
      fmt::format("{}: another process{} is writing this sweep; wait for it, or sweep into another folder",
                  file.parent_path().string(), holder));
}

StoreLock::~StoreLock() {
  close(descriptor_);
}

}  // namespace scnnsim
