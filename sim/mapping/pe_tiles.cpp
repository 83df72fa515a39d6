// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/pe_tiles.h"

#include <algorithm>

#include "sim/mapping/tiling.h"

namespace scnnsim {

std::vector<PeTile> tile_grid(const PeArrayParameters& grid, const Rectangle& inputs,
                              const Rectangle& outputs) {
  const auto piece = [&](const Rectangle& whole, std::uint32_t row, std::uint32_t column) {
    return Rectangle{split_range(whole.rows, row, grid.rows, grid.tiling),
                     split_range(whole.columns, column, grid.columns, grid.tiling)};
  };
  std::vector<PeTile> tiles;
  for (std::uint32_t row = 0; row < grid.rows; ++row)
    for (std::uint32_t column = 0; column < grid.columns; ++column)
      tiles.push_back({piece(inputs, row, column), piece(outputs, row, column), {}});
  return tiles;
}

void copy_tile(const std::int16_t* plane, std::int64_t columns, const Rectangle& tile,
               std::vector<std::int16_t>& values) {
  values.resize(static_cast<std::size_t>(tile.area()));
  auto next = values.begin();
  for (std::int64_t y = tile.rows.begin; y < tile.rows.end; ++y) {
    const std::int16_t* row = plane + y * columns;
    next = std::copy(row + tile.columns.begin, row + tile.columns.end, next);
  }
}

CompressedBlock compress_tile(const std::int16_t* plane, std::int64_t columns, const Rectangle& tile,
                              unsigned index_bits, std::vector<std::int16_t>& scratch) {
  copy_tile(plane, columns, tile, scratch);
  return compress(scratch.data(), scratch.size(), index_bits);
}

}  // namespace scnnsim
