// SPDX-License-Identifier: Apache-2.0
#include "models/pe/halo_plan.h"

namespace scnnsim {
namespace {

Direction opposite(Direction direction) {
  switch (direction) {
    case Direction::east:
      return Direction::west;
    case Direction::west:
      return Direction::east;
    case Direction::south:
      return Direction::north;
    default:
      return Direction::south;
  }
}

void drop_trailing_zeros(std::vector<std::uint64_t>& rounds) {
  while (!rounds.empty() && rounds.back() == 0) rounds.pop_back();
}

}  // namespace

std::int64_t PeGrid::neighbour(std::uint32_t pe, Direction direction, std::int64_t hops) const {
  std::int64_t row = pe / columns, column = pe % columns;
  switch (direction) {
    case Direction::east:
      column += hops;
      break;
    case Direction::west:
      column -= hops;
      break;
    case Direction::south:
      row += hops;
      break;
    case Direction::north:
      row -= hops;
      break;
  }
  if (row < 0 || row >= rows || column < 0 || column >= columns) return -1;
  return row * columns + column;
}

HaloPlan::HaloPlan(const PeGrid& grid, const UnitGeometry& geometry, const Pass& pass)
    : grid_(grid), pass_(pass), rounds_(grid.size()) {
  for (const PeTile& tile : pass.tiles)
    regions_.push_back(tile.has_tile() ? intersect(tile.region(geometry), pass.outputs) : Rectangle{});
  for (std::uint32_t pe = 0; pe < grid_.size(); ++pe)
    for (const Direction direction : directions) {
      if (grid_.neighbour(pe, direction) < 0) continue;
      along_row(direction) ? plan_rows(pe, direction) : plan_columns(pe, direction);
      drop_trailing_zeros(rounds_[pe][static_cast<std::size_t>(direction)]);
    }
}

Rectangle HaloPlan::beyond(std::uint32_t pe, Direction direction) const {
  const Range next = axis(owned(static_cast<std::uint32_t>(grid_.neighbour(pe, direction))), direction);
  Rectangle outputs = pass_.outputs;
  if (!along_row(direction)) outputs.columns = owned(pe).columns;
  if (direction == Direction::east || direction == Direction::south)
    axis(outputs, direction).begin = next.begin;
  else
    axis(outputs, direction).end = next.end;
  return outputs;
}

void HaloPlan::plan_rows(std::uint32_t pe, Direction direction) {
  const Rectangle target = beyond(pe, direction);
  for (std::int64_t source = pe; source >= 0;
       source = grid_.neighbour(static_cast<std::uint32_t>(source), opposite(direction))) {
    const Rectangle words = intersect(region(static_cast<std::uint32_t>(source)), target);
    rounds_[pe][static_cast<std::size_t>(direction)].push_back(static_cast<std::uint64_t>(words.area()));
  }
}

void HaloPlan::plan_columns(std::uint32_t pe, Direction direction) {
  const Rectangle target = beyond(pe, direction);
  for (std::int64_t holder = pe; holder >= 0;
       holder = grid_.neighbour(static_cast<std::uint32_t>(holder), opposite(direction))) {
    std::uint64_t words = 0;
    for (const Rectangle& rectangle : held(static_cast<std::uint32_t>(holder)))
      words += static_cast<std::uint64_t>(intersect(rectangle, target).area());
    rounds_[pe][static_cast<std::size_t>(direction)].push_back(words);
  }
}

std::vector<Rectangle> HaloPlan::held(std::uint32_t pe) const {
  std::vector<Rectangle> rectangles;
  const std::uint32_t first = pe / grid_.columns * grid_.columns;
  for (std::uint32_t source = first; source < first + grid_.columns; ++source) {
    Rectangle words = region(source);
    words.columns = intersect(words.columns, owned(pe).columns);
    if (!words.empty()) rectangles.push_back(words);
  }
  return rectangles;
}

}  // namespace scnnsim
