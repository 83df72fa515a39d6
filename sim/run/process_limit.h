// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>

#include "traces/support/error.h"

namespace scnnsim {

/// The system gives no more processes, files or memory to work with. Fewer processes at once may help.
class ProcessLimit : public SimulationError {
 public:
  using SimulationError::SimulationError;
};

/// Throws ProcessLimit "cannot <what>: <reason>" if `error`, a number of errno, stands for a limit of the
/// system or of the process, std::system_error otherwise.
[[noreturn]] void throw_system_error(int error, const std::string& what);

/// What an exception says, in words that a user understands: std::bad_alloc and SystemC's errors for lack of
/// memory become "out of memory", with the limit that is in force.
std::string reason_of(const std::exception& error);

}  // namespace scnnsim
