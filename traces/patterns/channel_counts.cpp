// SPDX-License-Identifier: Apache-2.0
#include "traces/patterns/channel_counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace scnnsim {

namespace {

/// Channel densities whose mean is `mean`: drawn, then pulled linearly towards 0 or 1, so that they stay
/// within them.
std::vector<double> draw_channel_densities(std::uint64_t channels, double mean, double concentration,
                                           RandomStream& random) {
  std::vector<double> densities(channels);
  for (double& density : densities) density = random.beta(mean * concentration, (1 - mean) * concentration);
  const double drawn =
      std::accumulate(densities.begin(), densities.end(), 0.0) / static_cast<double>(channels);
  for (double& density : densities)
    density = drawn > mean ? density * mean / drawn : 1 - (1 - density) * (1 - mean) / (1 - drawn);
  return densities;
}

}  // namespace

std::vector<std::uint64_t> draw_channel_counts(const PatternPlanes& planes, std::uint64_t nonzeros,
                                               double concentration, RandomStream& random) {
  const std::uint64_t size = planes.size(), positions = planes.positions();
  if (nonzeros == 0 || nonzeros == size)
    return std::vector<std::uint64_t>(planes.channels, nonzeros == 0 ? 0 : positions);
  const double mean = static_cast<double>(nonzeros) / static_cast<double>(size);
  std::vector<std::uint64_t> counts;
  double wanted = 0;
  std::uint64_t given = 0;
  for (const double density : draw_channel_densities(planes.channels, mean, concentration, random)) {
    wanted += density * static_cast<double>(positions);
    const auto due =
        std::min<std::uint64_t>(static_cast<std::uint64_t>(std::llround(wanted)), nonzeros) - given;
    counts.push_back(std::min(due, positions));
    given += counts.back();
  }
  // What rounding left over, if anything, goes to the first channels with room.
  for (std::uint64_t& count : counts) {
    const std::uint64_t extra = std::min(nonzeros - given, positions - count);
    count += extra;
    given += extra;
  }
  return counts;
}

}  // namespace scnnsim
