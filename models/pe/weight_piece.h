// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "models/common/layer_program.h"
#include "models/pe/bank_patterns.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/merged_counts.h"

namespace scnnsim {

/// The value words of a piece of a weight block as work by whole vectors wants them.
struct WeightPiece {
  /// What of a word is decoded: bank patterns of counts, of up to 16 or up to 64 product lanes, or positions.
  enum class Form { counts, lanes16, lanes64, positions };

  std::uint32_t values = 0;  ///< words that are no placeholders
  // In the forms of these names:
  BankPatterns<std::uint8_t> counts;
  BankPatterns<std::uint16_t> lanes16;
  BankPatterns<std::uint64_t> lanes64;
  // In form `positions`, per word:
  std::vector<std::int32_t> address;  ///< share of the product's address
  std::vector<std::uint16_t> lane;
  std::vector<std::uint8_t> above_lowest;  ///< address, less the lowest of its group, where it matters
  // per vector, and one past the last:
  std::vector<std::uint32_t> first_word, first_group;
  // and per vector and k:
  std::vector<WeightGroup> groups;

  /// What is decoded.
  struct Source {
    const WeightStream& stream;
    std::uint32_t first_vector, vectors;
    Form form;
    std::uint32_t i;  ///< activation lanes: a product's lane is weight lane x i + activation lane
  };
  void decode(const Source& source, const CoordinateUnit& coordinates);

 private:
  template <class Element, class Share>
  void decode_patterns(BankPatterns<Element>& patterns, const Source& source,
                       const CoordinateUnit& coordinates, Share share);
  void decode_positions(const Source& source, const CoordinateUnit& coordinates);
  void end_groups();
};

/// The pieces that are under way, decoded once for all PEs whose accumulator regions have the same shape:
/// addresses and bank patterns depend on nothing else. The broadcast brings
/// all PEs the same weights at about the same time, so a few slots are enough.
class WeightPieces {
 public:
  static constexpr std::size_t slots = 64;

  struct Slot {
    WeightPiece piece;
    std::size_t first_entry = ~std::size_t{0};  ///< of the piece in it, counted over the layer
    std::uint32_t users = 0;                    ///< PEs that work with it just now
  };
  using Table = std::array<Slot, slots>;

  Table& table(const CoordinateUnit& coordinates) {
    return tables_[{coordinates.area(), coordinates.columns()}];
  }

 private:
  std::map<std::pair<std::int64_t, std::int64_t>, Table> tables_;
};

/// A decoded piece as long as a PE works with it: a shared one, or, where another piece in use stands in its
/// slot, one of the PE's own.
class WeightPieceInUse {
 public:
  struct Place {
    WeightPiece::Source source;
    std::size_t first_entry;  ///< of the piece, counted over the layer
    std::size_t number;       ///< neighbouring pieces have different ones
  };
  WeightPieceInUse(WeightPieces::Table& table, WeightPiece& own, const Place& place,
                   const CoordinateUnit& coordinates);
  ~WeightPieceInUse() {
    if (slot_) --slot_->users;
  }
  WeightPieceInUse(const WeightPieceInUse&) = delete;
  WeightPieceInUse& operator=(const WeightPieceInUse&) = delete;

  const WeightPiece& operator*() const { return *piece_; }
  const WeightPiece* operator->() const { return piece_; }

 private:
  WeightPieces::Slot* slot_ = nullptr;
  const WeightPiece* piece_;
};

}  // namespace scnnsim
