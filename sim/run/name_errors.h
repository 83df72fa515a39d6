// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "traces/support/error.h"

namespace scnnsim {

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
