// SPDX-License-Identifier: Apache-2.0
#include "traces/statistics/activation_mask.h"

#include <cmath>
#include <numeric>

namespace scnnsim {

ActivationMask ActivationMask::of(const Tensor<std::int16_t>& activations) {
  ActivationMask mask{activations.shape[0], activations.shape[1], activations.shape[2], {}};
  mask.marks.reserve(activations.size());
  for (const std::int16_t value : activations.data) mask.marks.push_back(value != 0);
  return mask;
}

double ActivationMask::density() const {
  return std::accumulate(marks.begin(), marks.end(), 0.0) / static_cast<double>(marks.size());
}

std::vector<double> ActivationMask::channel_densities() const {
  std::vector<double> densities;
  for (std::size_t c = 0; c < channels; ++c)
    densities.push_back(std::accumulate(channel(c), channel(c) + positions(), 0.0) /
                        static_cast<double>(positions()));
  return densities;
}

std::vector<double> ActivationMask::position_densities() const {
  std::vector<double> densities(positions());
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t i = 0; i < positions(); ++i) densities[i] += channel(c)[i];
  for (double& density : densities) density /= static_cast<double>(channels);
  return densities;
}

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
