// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace scnnsim {

/// Operand of a multiplier: a decoded value, its lane in the vector, and its share of the product's
/// accumulator address. The address is the sum of the weight's share and the activation's share.
struct Operand {
  std::int32_t address = 0;
  std::int16_t value = 0;
  std::uint16_t lane = 0;
};

/// Vector of up to F weights or I activations. Placeholders occupy lanes but are not operands.
struct OperandVector {
  const Operand* operands = nullptr;
  std::uint32_t values = 0;  ///< operands
  std::uint32_t words = 0;   ///< operands and placeholders
};

inline constexpr std::uint32_t max_lanes = 256;

/// The products of one issue, as parallel arrays.
struct ProductBundle {
  std::uint32_t count = 0;
  std::array<std::int32_t, max_lanes> address;
  std::array<std::int64_t, max_lanes> value;
  std::array<std::uint16_t, max_lanes> lane;
  std::array<std::uint16_t, max_lanes> bank;

  /// Copies product `from` to place `to`.
  void keep(std::uint32_t to, std::uint32_t from) {
    address[to] = address[from];
    value[to] = value[from];
    lane[to] = lane[from];
    bank[to] = bank[from];
  }
};

}  // namespace scnnsim
