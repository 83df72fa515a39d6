// SPDX-License-Identifier: Apache-2.0
#include "traces/patterns/activation_pattern.h"
#include "traces/patterns/channel_counts.h"

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
    const auto counts = draw_channel_counts(planes, nonzeros, concentration_, random);
    std::vector<std::uint8_t> marks(planes.size());
    const std::uint64_t positions = planes.positions();
    for (std::uint64_t c = 0; c < planes.channels; ++c)
      random.choose(&marks[c * positions], positions, counts[c]);
    return marks;
  }

 private:
  double concentration_;
};

}  // namespace

std::unique_ptr<ActivationPattern> make_clustered_pattern(const PatternOptions& options) {
  return std::make_unique<ClusteredPattern>(options.concentration.value());
}

}  // namespace scnnsim
