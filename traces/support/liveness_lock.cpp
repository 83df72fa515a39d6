// SPDX-License-Identifier: Apache-2.0
#include "traces/support/liveness_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <utility>

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

/// Without following a link or waiting for the other end of a pipe; -1 if that is not possible.
int open_place(const fs::path& place) {
  return ::open(place.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

bool is_file_or_folder(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

/// Whether `place` still is what was opened.
bool is_still(const fs::path& place, int descriptor) {
  struct stat opened {
  }, named{};
  return ::fstat(descriptor, &opened) == 0 && ::lstat(place.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

int flock_without_signals(int descriptor, int operation) {
  int status = 0;
  do {
    status = ::flock(descriptor, operation);
  } while (status != 0 && errno == EINTR);
  return status;
}

}  // namespace

bool LivenessLock::lock(int descriptor, const fs::path& place) {
  flock_without_signals(descriptor, LOCK_EX);  // who looks for the dead holds it for a moment
  return is_still(place, descriptor);
}

std::optional<LivenessLock> LivenessLock::wait_for(const fs::path& place) {
  const int descriptor = open_place(place);
  if (descriptor < 0 && errno == ENOENT) return std::nullopt;
  LivenessLock held(descriptor);
  if (descriptor < 0) return held;
  if (!lock(descriptor, place)) return std::nullopt;
  return held;
}

std::optional<LivenessLock> LivenessLock::of_dead(const fs::path& place) {
  const int descriptor = open_place(place);
  if (descriptor < 0) return std::nullopt;
  LivenessLock held(descriptor);
  const bool is_dead =
      is_file_or_folder(descriptor) && flock_without_signals(descriptor, LOCK_EX | LOCK_NB) == 0;
  if (!is_dead || !is_still(place, descriptor)) return std::nullopt;
  return held;
}

bool LivenessLock::is_held(const fs::path& place) {
  const int descriptor = open_place(place);
  if (descriptor < 0) return false;
  const LivenessLock closes(descriptor);
  return flock_without_signals(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

LivenessLock& LivenessLock::operator=(LivenessLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

LivenessLock::~LivenessLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string temporary_prefix(const fs::path& place, const std::string& purpose) {
  constexpr std::size_t longest = 200;  // of the 255 bytes that a name may have
  std::string name = place.filename().string();
  if (name.size() > longest)
    name = fmt::format("{}-{:016x}", name.substr(0, longest), XXH3_64bits(name.data(), name.size()));
  return fmt::format("{}.{}-", name, purpose);
}

std::string temporary_name(const fs::path& place, const std::string& purpose) {
  return fmt::format("{}{}", temporary_prefix(place, purpose), ::getpid());
}

}  // namespace scnnsim
