// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/pe/coordinate_unit.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Where the activations of a PE's tile read the bank patterns of weight vectors (bank_patterns.h), prepared
/// once per pass and used for every output-channel group; and how many products are not dropped.
class BankTurns {
 public:
  /// Forgets everything; `vectors` vectors with `operands` activations are to come.
  void clear(const CoordinateUnit& coordinates, std::size_t vectors, std::size_t operands);
  /// Begins the next channel's block; its vectors are appended after it.
  void begin_channel() { kept_at_tap_.resize(kept_at_tap_.size() + taps_, 0); }
  /// Appends the next vector.
  void append(const OperandVector& vector, const CoordinateUnit& coordinates);

  const std::uint32_t* turns() const { return turns_.data(); }
  const std::uint8_t* lanes() const { return lanes_.data(); }
  /// The first turn of the vectors from `vector` on, counted over all channels, and one past the last.
  const std::uint32_t* first_turns(std::size_t vector) const { return first_turn_.data() + vector; }
  /// How many products of the tile with so many weights at each [channel x taps] are not dropped.
  std::uint64_t kept(const std::vector<std::uint32_t>& weights_at_tap) const;

 private:
  std::size_t taps_ = 0;
  std::vector<std::uint32_t> turns_;        ///< per activation
  std::vector<std::uint8_t> lanes_;         ///< per activation: its lane in the vector
  std::vector<std::uint32_t> first_turn_;   ///< per vector, and one past the last
  std::vector<std::uint32_t> kept_at_tap_;  ///< [channel x taps]: activations
};

}  // namespace scnnsim
