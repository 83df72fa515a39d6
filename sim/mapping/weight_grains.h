// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"
#include "traces/granularity.h"

namespace scnnsim {

/// The grains of one group's weights, (filters, channels, R, S) in unit stride, as the weight blocks (OCG,
/// channel) meet them: a block holds a slice of each grain (models/README.md section 2).
class WeightGrains {
 public:
  WeightGrains(const Granularity& grain, const UnitGeometry& geometry, const std::int16_t* weights);

  /// Whether the grain of this weight has a non-zero anywhere in the group.
  bool is_occupied(std::uint32_t filter, std::uint32_t channel, std::uint32_t r, std::uint32_t s) const {
    return occupied_[number(filter, channel, r, s)] != 0;
  }
  /// Number of a weight's slice among those of its block, whose OCG begins with the filter `first`.
  std::uint32_t slice(std::uint32_t first, std::uint32_t filter, std::uint32_t r, std::uint32_t s) const {
    return ((filter / k_ - first / k_) * rows_ + r / r_) * columns_ + s / s_;
  }
  /// Whether the slice in the block (OCG that begins with the filter `first`, channel) is the first one of
  /// its grain in the stream, which has the grain's index.
  bool has_index(std::uint32_t first, std::uint32_t filter, std::uint32_t channel) const {
    const bool is_first_channel = c_ == channels_ ? channel == 0 : channel / phases_ % c_ == 0;
    return is_first_channel && filter / k_ * k_ >= first;
  }

 private:
  std::size_t number(std::uint32_t filter, std::uint32_t channel, std::uint32_t r, std::uint32_t s) const {
    const std::size_t places = c_ == channels_ ? 1 : channel_places_;
    const std::size_t place =
        c_ == channels_ ? 0 : channel / phases_ / c_ * std::size_t{phases_} + channel % phases_;
    return ((filter / k_ * places + place) * rows_ + r / r_) * columns_ + s / s_;
  }

  std::uint32_t channels_, phases_;
  std::uint32_t k_, c_, r_, s_;   ///< extents of a grain; c_ == channels_: all channels and phases
  std::uint32_t rows_, columns_;  ///< slices of a kernel
  std::size_t channel_places_ = 1;
  std::vector<std::uint8_t> occupied_;
};

/// Bits of an index 0 ... count - 1, at least one.
unsigned bits_of_choice(std::uint32_t count);

/// Which weights n:m storage has a place for, by position in (filters, channels, R, S) of a group in unit
/// stride: the non-zeros of each group of m input channels, and, where these are fewer than n, its first
/// zeros. `exists`: see existing_taps(). Throws UserError when a group holds more than n non-zeros.
std::vector<std::uint8_t> places_of_n_of_m(const Granularity& grain, const UnitGeometry& geometry,
                                           const std::vector<std::int16_t>& exists,
                                           const std::int16_t* weights);

}  // namespace scnnsim
