// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace scnnsim {

/// Inputs and what they are multiplied by.
struct ScaledInputs {
  const std::int16_t* inputs = nullptr;
  std::int16_t weight = 0;
};

/// This many at a time take the least memory traffic.
inline constexpr std::size_t scaled_at_once = 8;
/// Inputs that may be read, and sums that may be written, past the length.
inline constexpr std::size_t scaled_slack = 15;

/// sums[i] += the sum of weight x inputs[i] over the `count` entries of `scaled`, at most scaled_at_once, for
/// 0 <= i < length; up to scaled_slack sums behind become rubbish. In SIMD with run-time dispatch; no sum may
/// leave 32 bits.
void add_scaled(std::int32_t* sums, const ScaledInputs* scaled, std::size_t count, std::size_t length);

}  // namespace scnnsim
