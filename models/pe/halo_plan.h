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
  /// PE that is `hops` further in `direction`, or -1 outside the grid.
  std::int64_t neighbour(std::uint32_t pe, Direction direction, std::int64_t hops = 1) const;
};

/// Plan of the halo exchange of one pass: which partial sums move over which link, in words per output
/// channel (models/README.md section 6). Words travel along rows first, then along columns, hop by hop.
class HaloPlan {
 public:
  HaloPlan(const PeGrid& grid, const UnitGeometry& geometry, const Pass& pass);

  /// Words per output channel that the link from `pe` moves in each round. A round of zero words does not
  /// take place. Empty: no traffic.
  const std::vector<std::uint64_t>& rounds(std::uint32_t pe, Direction direction) const {
    return rounds_[pe][static_cast<std::size_t>(direction)];
  }
  bool has_traffic(std::uint32_t pe, Direction direction) const { return !rounds(pe, direction).empty(); }

  /// A PE's accumulator region, clipped to the tile's outputs; empty if it has no tile.
  const Rectangle& region(std::uint32_t pe) const { return regions_[pe]; }
  const Rectangle& owned(std::uint32_t pe) const { return pass_.tiles[pe].outputs; }

  /// Outputs at or beyond the receiver of the link from `pe`. Row links: in all rows. Column links: in the
  /// columns of `pe` only.
  Rectangle beyond(std::uint32_t pe, Direction direction) const;

 private:
  void plan_rows(std::uint32_t pe, Direction direction);
  void plan_columns(std::uint32_t pe, Direction direction);
  /// Outputs whose partial sums `pe` holds after the row rounds: from the regions of all PEs in its row, in
  /// the columns that `pe` owns.
  std::vector<Rectangle> held(std::uint32_t pe) const;

  const PeGrid grid_;
  const Pass& pass_;
  std::vector<Rectangle> regions_;
  std::vector<std::array<std::vector<std::uint64_t>, direction_count>> rounds_;
};

}  // namespace scnnsim
