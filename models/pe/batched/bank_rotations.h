// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/pe/batched/issue_block.h"
#include "models/pe/batched/tile_places.h"
#include "models/pe/batched/weight_totals.h"

namespace scnnsim {

/// Number of activations in a tap class.
struct ClassCount {
  std::uint32_t tap_class = 0, activations = 0;
};

/// Rotations of the activations of a PE's tile: where each activation reads the bank patterns of weight
/// vectors (bank_patterns.h). Computed once per pass, used for every output-channel group.
class BankRotations {
 public:
  /// Begins a pass whose tile has `vectors` activation vectors of `lanes` lanes.
  void begin_pass(const TilePlaces& places, std::size_t vectors, std::uint32_t lanes);
  /// Adds the activation at `address` in `lane` of `vector`. Vectors are counted over all channels.
  void add(std::size_t vector, std::uint32_t lane, std::int32_t address) {
    const TilePlaces::ActivationPlace& place = places_->of_activation(address);
    rotations_[vector * lanes_ + lane] = static_cast<std::uint16_t>(place.rotation);
    ++in_class_[place.tap_class];
  }
  /// Ends a channel. The activations of the next channel follow.
  void end_channel();
  /// Ends the activations of the tile.
  void end_pass();

  /// [vectors of all channels x lanes]: rotations, or no_rotation where a lane holds no value.
  const std::uint16_t* rotations() const { return rotations_.data(); }
  std::uint32_t lanes() const { return lanes_; }
  /// Prefetches the rotations of `vectors` vectors. The rotations of all PEs together exceed the nearer
  /// caches.
  void prefetch(std::size_t first_vector, std::size_t vectors) const {
    constexpr std::size_t in_cache_line = 64 / sizeof(std::uint16_t);
    for (std::size_t n = first_vector * lanes_; n < (first_vector + vectors) * lanes_; n += in_cache_line)
      __builtin_prefetch(rotations_.data() + n);
  }

  /// Tap class of all activations of the tile, if there is only one, as in most tiles.
  std::optional<std::uint32_t> only_class() const { return only_class_; }
  /// Calls visit(ClassCount) for each tap class of a channel's activations.
  template <class Visit>
  void for_each_class(std::uint32_t channel, Visit&& visit) const {
    for (std::uint32_t n = first_count_[channel]; n < first_count_[channel + 1]; ++n) visit(counts_[n]);
  }
  /// Calls visit(ClassCount) for each activation of `vectors` vectors.
  template <class Visit>
  void for_each_class(std::size_t first_vector, std::size_t vectors, Visit&& visit) const {
    for (std::size_t n = first_vector * lanes_; n < (first_vector + vectors) * lanes_; ++n)
      if (rotations_[n] != no_rotation) visit(ClassCount{rotations_[n] / pattern_length_, 1});
  }
  /// Number of products of the tile's activations with all weights of the stream, dropped products excluded.
  std::uint64_t products(const WeightTotals& weights) const;

 private:
  const TilePlaces* places_ = nullptr;
  std::uint32_t lanes_ = 1, pattern_length_ = 1;
  std::vector<std::uint16_t> rotations_;
  std::vector<std::uint32_t> in_class_;     ///< activations of the channel under way, by tap class
  std::vector<ClassCount> counts_;          ///< channel after channel, without zeros
  std::vector<std::uint32_t> first_count_;  ///< per channel, and one past the last
  std::optional<std::uint32_t> only_class_;
};

}  // namespace scnnsim
