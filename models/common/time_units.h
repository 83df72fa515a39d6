// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

namespace scnnsim {

inline constexpr double femtoseconds_per_nanosecond = 1e6;

/// Cycle time of a clock of `frequency` GHz, rounded to integer femtoseconds.
inline std::uint64_t femtoseconds_per_cycle(double frequency) {
  return static_cast<std::uint64_t>(std::llround(femtoseconds_per_nanosecond / frequency));
}

}  // namespace scnnsim
