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

/// "layer conv1: message", unless the message names the layer in that way already.
inline std::string named_message(const std::string& name, const std::string& message) {
  return message.rfind(name + ":", 0) == 0 ? message : name + ": " + message;
}

/// What `work` returns. Its UserError and SimulationError are thrown again with `name` ("layer conv1") before
/// the message.
template <class Work>
auto name_errors(const std::string& name, const Work& work) {
  try {
    return work();
  } catch (const UserError& error) {
    throw UserError(named_message(name, error.what()));
  } catch (const SimulationError& error) {
    throw SimulationError(named_message(name, error.what()));
  }
}

}  // namespace scnnsim
