// SPDX-License-Identifier: Apache-2.0
#include "sim/run/run_errors.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

#include "traces/support/messages.h"

namespace scnnsim {

void throw_system_error(int error, const std::string& what) {
  if (error == EMFILE || error == ENFILE || error == EAGAIN || error == ENOMEM)
    throw ProcessLimit(fmt::format("cannot {}: {}", what, system_reason(error)));
  throw std::system_error(error, std::generic_category(), "cannot " + what);
}

std::string reason_of(const std::exception& error) {
  // SystemC gives each process of the machine a stack of its own.
  constexpr const char* no_stack = "failed to allocate stack memory";
  const bool is_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
                         std::strstr(error.what(), no_stack) != nullptr;
  if (!is_memory) return error.what();
  const std::string limit = memory_limit();
  return limit.empty() ? "out of memory" : "out of memory: " + limit;
}

}  // namespace scnnsim
