// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "models/common/layer_program.h"

namespace scnnsim {

/// Valid taps of each activation of a tile: the taps whose products lie in the temporal tile's outputs.
/// Products of the other taps are dropped. A set of taps is a word with the bits r x S + s, so a filter has
/// at most 64 taps.
///
/// Derivation: whether the row of a product lies inside depends on y and r only; its column depends on x and
/// s only. Row y keeps a set of rows r, written as the bits r x S. Column x keeps a set of columns s, written
/// as the bits s. The arithmetic product of the two words has the bits r x S + s of all pairs. There are no
/// carries: bits of the first word are S apart, and the second word has S bits.
class ValidTaps {
 public:
  static constexpr std::uint32_t most_taps = 64;

  ValidTaps(const UnitGeometry& geometry, const Pass& pass, const PeTile& tile);

  /// Valid taps of the activation in row y and column x of the tile.
  std::uint64_t valid(std::size_t y, std::size_t x) const { return rows_[y] * columns_[x]; }
  /// Adds the sets that the tile's rows keep to `rows`, and the sets that its columns keep to `columns`.
  void add_kinds(std::set<std::uint64_t>& rows, std::set<std::uint64_t>& columns) const {
    rows.insert(rows_.begin(), rows_.end());
    columns.insert(columns_.begin(), columns_.end());
  }
  std::size_t rows() const { return rows_.size(); }
  std::size_t columns() const { return columns_.size(); }

 private:
  std::vector<std::uint64_t> rows_, columns_;
};

/// Tap classes: the distinct sets of valid taps, ascending. Activations with the same valid taps are of one
/// class.
using TapClasses = std::vector<std::uint64_t>;
/// Index of the class whose valid taps are `kept`.
std::uint32_t class_of(const TapClasses& classes, std::uint64_t kept);

/// Tap classes of all activations of a pass in tiles whose accumulator regions have the same shape. The PEs
/// of these tiles share decoded weights, and so the classes.
class SharedTapClasses {
 public:
  const TapClasses& of(const LayerProgram& program, std::size_t pass, const Rectangle& region);

 private:
  std::map<std::tuple<std::size_t, std::int64_t, std::int64_t>, TapClasses> classes_;
};

}  // namespace scnnsim
