// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "models/common/layer_program.h"

namespace scnnsim {

/// The taps whose weights' products with a tile's activations lie in the temporal tile's outputs; the
/// products of the others are dropped. For filters of at most 64 taps, which are the bits r x S + s of a
/// word.
///
/// Derivation: whether the row of a product lies inside depends on y and r, whether its column does on x and
/// s. With the rows r that row y keeps as the bits r x S, and the columns s that column x keeps as the bits
/// s, the product of the two words has the bits r x S + s of all pairs, without a carry.
class ValidTaps {
 public:
  static constexpr std::uint32_t most_taps = 64;

  ValidTaps(const UnitGeometry& geometry, const Pass& pass, const PeTile& tile);

  /// Of the activation in row y and column x of the tile.
  std::uint64_t valid(std::size_t y, std::size_t x) const { return rows_[y] * columns_[x]; }
  /// Adds what its rows keep to `rows` and what its columns keep to `columns`.
  void add_kinds(std::set<std::uint64_t>& rows, std::set<std::uint64_t>& columns) const {
    rows.insert(rows_.begin(), rows_.end());
    columns.insert(columns_.begin(), columns_.end());
  }
  std::size_t rows() const { return rows_.size(); }
  std::size_t columns() const { return columns_.size(); }

 private:
  std::vector<std::uint64_t> rows_, columns_;
};

/// Activations that keep the same taps are of one class: the taps kept, by class, ascending.
using TapClasses = std::vector<std::uint64_t>;
std::uint32_t class_of(const TapClasses& classes, std::uint64_t kept);

/// The classes of all activations of a pass in tiles whose accumulator regions have the same shape: they
/// share decoded weights.
class SharedTapClasses {
 public:
  const TapClasses& of(const LayerProgram& program, std::size_t pass, const Rectangle& region);

 private:
  std::map<std::tuple<std::size_t, std::int64_t, std::int64_t>, TapClasses> classes_;
};

}  // namespace scnnsim
