// SPDX-License-Identifier: Apache-2.0
#include "traces/statistics/tile_unevenness.h"

#include <cmath>

namespace scnnsim {

std::optional<double> tile_unevenness(const ActivationMask& mask, std::size_t rows, std::size_t columns) {
  const std::size_t height = (mask.rows + rows - 1) / rows, width = (mask.columns + columns - 1) / columns;
  const std::size_t tiles_in_row = (mask.columns + width - 1) / width;
  const std::size_t tiles = (mask.rows + height - 1) / height * tiles_in_row;
  const double mean = mask.density();
  if (mean == 0 || tiles < 2) return std::nullopt;
  std::vector<double> sums(tiles), sizes(tiles);
  const std::vector<double> densities = mask.position_densities();
  for (std::size_t i = 0; i < densities.size(); ++i) {
    const std::size_t tile = i / mask.columns / height * tiles_in_row + i % mask.columns / width;
    sums[tile] += densities[i];
    ++sizes[tile];
  }
  double squares = 0;
  for (std::size_t tile = 0; tile < tiles; ++tile) {
    const double deviation = sums[tile] / sizes[tile] - mean;
    squares += sizes[tile] * deviation * deviation;
  }
  return std::sqrt(squares / static_cast<double>(densities.size())) / mean;
}

}  // namespace scnnsim
