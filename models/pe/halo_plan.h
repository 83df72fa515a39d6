// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"

namespace scnnsim {

/// Direction in which a link moves words.
enum class Direction { east, west, south, north };
inline constexpr std::size_t direction_count = 4;
inline constexpr std::array<Direction, direction_count> directions{Direction::east, Direction::west,
                                                                   Direction::south, Direction::north};
inline bool along_row(Direction direction) {
  return direction == Direction::east || direction == Direction::west;
}

/// The dimension along which a link moves words.
inline Range& axis(Rectangle& rectangle, Direction direction) {
  return along_row(direction) ? rectangle.columns : rectangle.rows;
}
inline const Range& axis(const Rectangle& rectangle, Direction direction) {
  return along_row(direction) ? rectangle.columns : rectangle.rows;
}

/// Coordinates of the PE grid.
struct PeGrid {
  std::uint32_t rows = 1, columns = 1;

  std::uint32_t size() const { return rows * columns; }
  /// The PE `hops` further, or -1 outside the grid.
  std::int64_t neighbour(std::uint32_t pe, Direction direction, std::int64_t hops = 1) const;
};

/// Which partial sums move over which link in one pass, words per output channel (models/README.md section
/// 6). Along rows first, then along columns, hop by hop.
class HaloPlan {
 public:
  HaloPlan(const PeGrid& grid, const UnitGeometry& geometry, const Pass& pass);

  /// Words per output channel that the link from `pe` moves in each round; zeros are rounds that do not take
  /// place. Empty: no traffic.
  const std::vector<std::uint64_t>& rounds(std::uint32_t pe, Direction direction) const {
    return rounds_[pe][static_cast<std::size_t>(direction)];
  }
  bool has_traffic(std::uint32_t pe, Direction direction) const { return !rounds(pe, direction).empty(); }

  /// A PE's accumulator region, clipped to the tile's outputs; empty if it has no tile.
  const Rectangle& region(std::uint32_t pe) const { return regions_[pe]; }
  const Rectangle& owned(std::uint32_t pe) const { return pass_.tiles[pe].outputs; }

  /// The outputs that lie at the receiver of the link from `pe` or further on; on column links, of that
  /// column only.
  Rectangle beyond(std::uint32_t pe, Direction direction) const;

 private:
  void plan_rows(std::uint32_t pe, Direction direction);
  void plan_columns(std::uint32_t pe, Direction direction);
  /// Outputs of other PEs' regions in its row, and its own, that `pe` holds after the row rounds.
  std::vector<Rectangle> held(std::uint32_t pe) const;

  const PeGrid grid_;
  const Pass& pass_;
  std::vector<Rectangle> regions_;
  std::vector<std::array<std::vector<std::uint64_t>, direction_count>> rounds_;
};

}  // namespace scnnsim
