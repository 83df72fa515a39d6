// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"

namespace scnnsim {

/// Totals of a weight stream per input channel, over all output-channel groups. Used to count a whole pass at
/// once.
class WeightTotals {
 public:
  struct Channel {
    std::uint64_t pieces = 0;  ///< models/README.md section 2
    std::uint64_t vectors = 0;
    std::uint64_t words = 0;
    std::uint64_t values = 0;  ///< words that are not placeholders
  };
  /// `fifo_entries`: vectors of the longest piece. The filter has at most ValidTaps::most_taps taps.
  WeightTotals(const WeightStream& stream, const UnitGeometry& geometry, std::uint32_t fifo_entries);

  const Channel& of(std::size_t channel) const { return channels_[channel]; }

  /// Number of values of a channel at the taps that are set in `kept`. Subtracts the other taps, which are
  /// few.
  std::uint64_t values_at(std::size_t channel, std::uint64_t kept) const {
    std::uint64_t count = channels_[channel].values;
    for (std::uint64_t others = all_taps_ & ~kept; others != 0; others &= others - 1)
      count -= at_tap_[channel * taps_ + static_cast<std::size_t>(__builtin_ctzll(others))];
    return count;
  }

 private:
  const std::size_t taps_;
  const std::uint64_t all_taps_;
  std::vector<Channel> channels_;
  std::vector<std::uint32_t> at_tap_;  ///< [channel x taps]: values
};

}  // namespace scnnsim
