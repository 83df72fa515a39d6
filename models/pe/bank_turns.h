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
  /// Forgets everything; `vectors` vectors of `lanes` lanes are to come.
  void clear(const CoordinateUnit& coordinates, std::size_t vectors, std::uint32_t lanes);
  /// Begins the next channel's block; its vectors are appended after it.
  void begin_channel() { of_class_.resize(of_class_.size() + kept_by_class_.size(), 0); }
  /// Appends the next vector.
  void append(const OperandVector& vector, const CoordinateUnit& coordinates);

  /// [vectors of all channels x lanes]: turns, or no_turn where a lane holds no value.
  const std::uint16_t* turns() const { return turns_.data(); }
  std::uint32_t lanes() const { return lanes_; }
  /// Some vectors' turns are about to be read: of all PEs together they do not fit into the nearer caches.
  void prefetch(std::size_t first_vector, std::size_t vectors) const {
    constexpr std::size_t in_cache_line = 64 / sizeof(std::uint16_t);
    for (std::size_t n = first_vector * lanes_; n < (first_vector + vectors) * lanes_; n += in_cache_line)
      __builtin_prefetch(turns_.data() + n);
  }
  /// How many products of the tile with all these weights are not dropped.
  std::uint64_t kept(const WeightTotals& weights) const;

 private:
  KeptClasses kept_by_class_;
  std::uint32_t lanes_ = 1;
  std::vector<std::uint16_t> turns_;
  std::size_t next_ = 0;                 ///< where the turns of the vector to come begin
  std::vector<std::uint32_t> of_class_;  ///< [channel x classes]: activations
};

}  // namespace scnnsim
