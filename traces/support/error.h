// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace scnnsim {

/// The user's mistake: bad file, key, value or option. The message names where, what was found and what was
/// expected. The program exits with 2.
class UserError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A simulation that could not be completed or whose outputs are wrong. The program exits with 1.
class SimulationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace scnnsim
