// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/pe/coordinate_unit.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Addresses of an activation vector as bits of a word, from the vector's first address on.
struct AddressBits {
  std::uint64_t bits = 0;  ///< 0: the addresses span more than one word
  std::int32_t first = 0;
};

/// Words of one output channel k in a weight vector.
struct WeightGroup {
  std::int32_t lowest = 0;  ///< lowest share of the product's address
  std::uint32_t first_word = 0, end_word = 0;
};

/// Value words of some weight vectors, grouped by vector and k.
struct WeightGroups {
  const WeightGroup* groups = nullptr;
  const std::uint32_t* first_group = nullptr;  ///< per vector, and one past the last
  std::size_t vectors = 0;
  const std::uint8_t* above_lowest =
      nullptr;  ///< per word: its share of the address, less its group's lowest
};

/// Issues of an activation vector with some weight vectors.
struct MergedIssues {
  AddressBits activations;
  const WeightGroups& weights;
  const std::uint64_t* inside = nullptr;  ///< a bit per address: in the tile's outputs; null: all are
  std::uint32_t banks = 32;
};

/// Bank counts of merged issues under the linear bank hash, for a whole issue at once.
///
/// Derivation: the products of one output channel k in an issue have addresses A(w) + A(a); after merging,
/// each address counts once. Write the activations' addresses as bits of a word. A weight shifts the word by
/// A(w), and the OR of all shifted words holds the addresses that the issue uses. Different k use different
/// addresses. A mask drops the bits outside the tile's outputs. Bit n belongs to bank n mod B, so 32 bits at
/// a time are added to the counts of 32 neighbouring banks.
class MergedCounts {
 public:
  /// Whether this method suits the banks and the filter.
  static bool possible(std::uint32_t banks, const CoordinateUnit& coordinates) {
    return banks % 32 == 0 && coordinates.largest_tap_address() <= longest_shift;
  }
  /// Prepares for a tile's activation vectors; `words`: accumulator addresses of the pass.
  void prepare(const CoordinateUnit& coordinates, const OperandVector* activations, std::size_t vectors,
               std::size_t words);

  /// Whether the vector's addresses fit one word.
  bool knows(std::size_t activation) const { return activations_[activation].bits != 0; }
  /// Adds the counts of an activation vector's issues with the weight vectors to `counts` [vectors x lanes].
  /// Returns how many products remain after merging.
  std::uint64_t add(std::size_t activation, const WeightGroups& weights, std::uint32_t banks,
                    std::uint8_t* counts, std::size_t lanes) const;

 private:
  static constexpr std::int64_t longest_shift = 63;  ///< so that a shifted word has at most 127 bits
  std::vector<AddressBits> activations_;
  std::vector<std::uint64_t> inside_;  ///< a bit per address: in the tile's outputs
  bool all_inside_ = false;
};

}  // namespace scnnsim
