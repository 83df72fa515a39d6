// SPDX-License-Identifier: Apache-2.0
#include "traces/support/system_reason.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>

namespace scnnsim {

namespace {

/// "the limit is 5 (ulimit -n)", or "" if there is none. In units of `unit` bytes.
std::string limit_of(decltype(RLIMIT_AS) resource, const char* command, rlim_t unit = 1,
                     const char* unit_name = "") {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return "";
  return fmt::format("the limit is {}{} (ulimit {})", limit.rlim_cur / unit, unit_name, command);
}

std::string limit_behind(int error) {
  switch (error) {
    case EMFILE:
      return limit_of(RLIMIT_NOFILE, "-n");
    case EFBIG:
      return file_size_limit();
    case EAGAIN:
      return limit_of(RLIMIT_NPROC, "-u");
    case ENOMEM:
      return memory_limit();
    default:
      return "";
  }
}

}  // namespace

std::string memory_limit() {
  return limit_of(RLIMIT_AS, "-v", 1024, " KiB of memory");
}

std::string file_size_limit() {
  return limit_of(RLIMIT_FSIZE, "-f", 1024, " KiB");
}

std::string system_reason(int error) {
  const std::string limit = limit_behind(error);
  return limit.empty() ? std::strerror(error) : fmt::format("{}: {}", std::strerror(error), limit);
}

}  // namespace scnnsim
