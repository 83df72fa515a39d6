// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace scnnsim::lockstep {

/// An int, as the reference counts in, as an index; not negative.
inline std::size_t at(int value) {
  return static_cast<std::size_t>(value);
}

}  // namespace scnnsim::lockstep
