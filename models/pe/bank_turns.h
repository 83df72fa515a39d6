// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/pe/coordinate_unit.h"
#include "models/pe/operands.h"
#include "models/pe/weight_totals.h"

namespace scnnsim {

/// Where the activations of a PE's tile read the bank patterns of weight vectors (bank_patterns.h), prepared
/// once per pass and used for every output-channel group; and how many products are not dropped.
class BankTurns {
 public:
  static constexpr std::size_t most_turns = std::size_t{UINT16_MAX} + 1;  ///< a turn is below

  /// Forgets everything; `vectors` vectors with `operands` activations are to come.
  void clear(const CoordinateUnit& coordinates, std::size_t vectors, std::size_t operands);
  /// Begins the next channel's block; its vectors are appended after it.
  void begin_channel() { of_class_.resize(of_class_.size() + kept_by_class_.size(), 0); }
  /// Appends the next vector.
  void append(const OperandVector& vector, const CoordinateUnit& coordinates);

  const std::uint16_t* turns() const { return turns_.data(); }
  const std::uint8_t* lanes() const { return lanes_.data(); }
  /// The first turn of every vector, counted over all channels, and one past the last.
  const std::uint32_t* first_turns() const { return first_turn_.data(); }
  /// How many products of the tile with all these weights are not dropped.
  std::uint64_t kept(const WeightTotals& weights) const;

 private:
  KeptClasses kept_by_class_;
  std::vector<std::uint16_t> turns_;       ///< per activation
  std::vector<std::uint8_t> lanes_;        ///< per activation: its lane in the vector
  std::vector<std::uint32_t> first_turn_;  ///< per vector, and one past the last
  std::vector<std::uint32_t> of_class_;    ///< [channel x classes]: activations
};

}  // namespace scnnsim
