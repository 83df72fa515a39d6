// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"
#include "models/pe/batched/valid_taps.h"
#include "models/pe/coordinate_unit.h"

namespace scnnsim {

/// Places of a PE tile's operands in bank patterns (bank_patterns.h): tap and bank of a weight, tap class and
/// rotation of an activation.
class TilePlaces {
 public:
  TilePlaces(const CoordinateUnit& coordinates, std::uint32_t banks)
      : coordinates_(coordinates), banks_(banks) {}

  /// Prepares for the tile that the coordinate unit is configured for, with `kc` output channels. Throws
  /// SimulationError if the valid taps are not those that the coordinate unit keeps.
  void configure(const UnitGeometry& geometry, const ValidTaps& taps, const TapClasses& classes,
                 std::uint32_t kc);

  struct TapPlace {
    std::uint16_t tap = 0;   ///< r x S + s
    std::uint16_t bank = 0;  ///< of the weight's share of the address, under the linear hash
  };
  const TapPlace& of_weight(const WeightWord& word) const {
    return taps_[static_cast<std::size_t>((word.k * R_ + word.r) * S_ + word.s)];
  }
  struct ActivationPlace {
    std::uint32_t tap_class = 0;  ///< index into classes()
    std::uint32_t rotation = 0;   ///< where the activation reads the patterns of a weight vector
  };
  const ActivationPlace& of_activation(std::int32_t address) const {
    return activations_[static_cast<std::size_t>(address)];
  }

  const TapClasses& classes() const { return classes_; }
  std::uint32_t tap_count() const { return static_cast<std::uint32_t>(R_ * S_); }
  std::uint32_t banks() const { return banks_; }
  const CoordinateUnit& coordinates() const { return coordinates_; }
  /// Length of a channel's activation block: activation addresses are 0 ... block_length() - 1.
  std::size_t block_length() const {
    return static_cast<std::size_t>(coordinates_.area() - coordinates_.largest_tap_address());
  }

 private:
  void place_taps(std::uint32_t kc);
  void place_activations(const ValidTaps& taps);
  void check(const ValidTaps& taps) const;

  const CoordinateUnit& coordinates_;
  const std::uint32_t banks_;
  std::int64_t R_ = 1, S_ = 1;
  TapClasses classes_;
  std::vector<TapPlace> taps_;                ///< by (k, r, s)
  std::vector<std::uint32_t> tap_shares_;     ///< by tap: share of the product's address, for k = 0
  std::vector<ActivationPlace> activations_;  ///< by address
};

}  // namespace scnnsim
