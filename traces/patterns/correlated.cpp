// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>

#include "traces/patterns/activation_pattern.h"
#include "traces/patterns/channel_counts.h"
#include "traces/patterns/gaussian_fields.h"

namespace scnnsim {

namespace {

/// Neighbouring positions are alike, as in real feature maps, and some regions are busier in all channels.
/// The counts of the channels are those of `clustered`. A channel's non-zeros lie where a Gaussian field is
/// largest: the sum of a field of its own, a field that all channels of the layer have in common, and the
/// border's offset.
class CorrelatedPattern : public ActivationPattern {
 public:
  explicit CorrelatedPattern(const PatternOptions& options) : options_(options) {}

  std::vector<std::uint8_t> draw(const PatternPlanes& planes, std::uint64_t nonzeros,
                                 RandomStream& random) const override {
    std::vector<std::uint8_t> marks(planes.size(), nonzeros == planes.size() ? 1 : 0);
    if (nonzeros == 0 || nonzeros == planes.size()) return marks;
    const double concentration = options_.concentration.value_or(channel_concentration(planes));
    const auto counts = draw_channel_counts(planes, nonzeros, concentration, random);
    const double share = options_.shared.value_or(shared_share(planes));
    const auto own = static_cast<float>(std::sqrt(1 - share));
    GaussianFields fields(planes.rows, planes.columns, options_.spectrum.value());
    const std::vector<float> common = common_part(planes, fields.next(random), std::sqrt(share));
    std::vector<float> field(common.size()), ordered;
    for (std::uint64_t c = 0; c < planes.channels; ++c) {
      const std::vector<float>& drawn = fields.next(random);
      for (std::size_t i = 0; i < field.size(); ++i) field[i] = own * drawn[i] + common[i];
      mark_largest(field, counts[c], &marks[c * field.size()], ordered);
    }
    return marks;
  }

 private:
  /// What the fields of all channels have in common.
  std::vector<float> common_part(const PatternPlanes& planes, const std::vector<float>& field,
                                 double factor) const {
    std::vector<float> common(field.size());
    for (std::uint64_t y = 0; y < planes.rows; ++y)
      for (std::uint64_t x = 0; x < planes.columns; ++x) {
        const std::uint64_t i = y * planes.columns + x;
        const bool outermost = y == 0 || x == 0 || y + 1 == planes.rows || x + 1 == planes.columns;
        common[i] = static_cast<float>(factor * field[i] + (outermost ? options_.border.value() : 0));
      }
    return common;
  }

  /// Marks the `count` positions with the largest values, the earlier one on ties. `ordered` is overwritten.
  static void mark_largest(const std::vector<float>& field, std::uint64_t count, std::uint8_t* marks,
                           std::vector<float>& ordered) {
    if (count == 0) return;
    ordered = field;
    const auto last = ordered.begin() + static_cast<std::ptrdiff_t>(count - 1);
    std::nth_element(ordered.begin(), last, ordered.end(), std::greater<>());
    std::uint64_t left = count;
    for (std::size_t i = 0; i < field.size(); ++i)
      if (field[i] > *last) marks[i] = 1, --left;
    for (std::size_t i = 0; left > 0; ++i)
      if (field[i] == *last) marks[i] = 1, --left;
  }

  PatternOptions options_;
};

}  // namespace

std::unique_ptr<ActivationPattern> make_correlated_pattern(const PatternOptions& options) {
  return std::make_unique<CorrelatedPattern>(options);
}

}  // namespace scnnsim
