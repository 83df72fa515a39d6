// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "traces/patterns/activation_pattern.h"

namespace scnnsim {

namespace {

/// Channels differ, as they do in real feature maps: each channel's density is drawn from a Beta distribution
/// whose mean is the layer's density; inside a channel positions are uniform. With a concentration of 1 to 2
/// a counting model reproduces SCNN's published multiplier utilisation, with uniform positions it does not.
class ClusteredPattern : public ActivationPattern {
 public:
  explicit ClusteredPattern(double concentration) : concentration_(concentration) {}

  std::vector<std::uint8_t> draw(const PatternPlanes& planes, std::uint64_t nonzeros,
                                 RandomStream& random) const override {
    const auto counts = channel_counts(planes, nonzeros, random);
    std::vector<std::uint8_t> marks(planes.channels * planes.positions);
    for (std::uint64_t c = 0; c < planes.channels; ++c)
      random.choose(&marks[c * planes.positions], planes.positions, counts[c]);
    return marks;
  }

 private:
  /// Channel densities whose mean is `mean`: drawn, then pulled linearly towards 0 or 1, so that they stay
  /// within them.
  std::vector<double> channel_densities(std::uint64_t channels, double mean, RandomStream& random) const {
    std::vector<double> densities(channels);
    for (double& density : densities)
      density = random.beta(mean * concentration_, (1 - mean) * concentration_);
    const double drawn =
        std::accumulate(densities.begin(), densities.end(), 0.0) / static_cast<double>(channels);
    for (double& density : densities)
      density = drawn > mean ? density * mean / drawn : 1 - (1 - density) * (1 - mean) / (1 - drawn);
    return densities;
  }

  /// Whole numbers that follow the densities and add up to `nonzeros`.
  std::vector<std::uint64_t> channel_counts(const PatternPlanes& planes, std::uint64_t nonzeros,
                                            RandomStream& random) const {
    const std::uint64_t size = planes.channels * planes.positions;
    if (nonzeros == 0 || nonzeros == size)
      return std::vector<std::uint64_t>(planes.channels, nonzeros == 0 ? 0 : planes.positions);
    const double mean = static_cast<double>(nonzeros) / static_cast<double>(size);
    std::vector<std::uint64_t> counts;
    double wanted = 0;
    std::uint64_t given = 0;
    for (const double density : channel_densities(planes.channels, mean, random)) {
      wanted += density * static_cast<double>(planes.positions);
      const auto due =
          std::min<std::uint64_t>(static_cast<std::uint64_t>(std::llround(wanted)), nonzeros) - given;
      counts.push_back(std::min(due, planes.positions));
      given += counts.back();
    }
    // What rounding left over, if anything, goes to the first channels with room.
    for (std::uint64_t& count : counts) {
      const std::uint64_t extra = std::min(nonzeros - given, planes.positions - count);
      count += extra;
      given += extra;
    }
    return counts;
  }

  double concentration_;
};

}  // namespace

std::unique_ptr<ActivationPattern> make_clustered_pattern(const PatternOptions& options) {
  return std::make_unique<ClusteredPattern>(options.concentration);
}

}  // namespace scnnsim
