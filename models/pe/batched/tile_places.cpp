// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/tile_places.h"

#include "models/pe/batched/bank_patterns.h"

namespace scnnsim {

void TilePlaces::configure(const UnitGeometry& geometry, const ValidTaps& taps, const TapClasses& classes,
                           std::uint32_t kc) {
  R_ = geometry.R;
  S_ = geometry.S;
  classes_ = classes;
  place_taps(kc);
  place_activations(taps);
}

void TilePlaces::place_taps(std::uint32_t kc) {
  taps_.clear();
  for (std::uint32_t k = 0; k < kc; ++k)
    for (std::uint32_t tap = 0; tap < tap_count(); ++tap) {
      const WeightWord word{0, static_cast<std::uint16_t>(k), static_cast<std::uint16_t>(tap / S_),
                            static_cast<std::uint16_t>(tap % S_)};
      const auto address = static_cast<std::uint32_t>(coordinates_.weight_address(word));
      taps_.push_back({static_cast<std::uint16_t>(tap), static_cast<std::uint16_t>(address % banks_)});
    }
}

void TilePlaces::place_activations(const ValidTaps& taps) {
  const auto length = static_cast<std::uint32_t>(bank_pattern_length(banks_));
  activations_.assign(static_cast<std::size_t>(coordinates_.area()), {});
  for (std::size_t y = 0; y < taps.rows(); ++y)
    for (std::size_t x = 0; x < taps.columns(); ++x) {
      const auto address = static_cast<std::uint32_t>(
          coordinates_.activation_address(static_cast<std::int64_t>(y), static_cast<std::int64_t>(x)));
      const std::uint32_t tap_class = class_of(classes_, taps.valid(y, x));
      const std::uint32_t rotation = (banks_ - address % banks_) % banks_;
      activations_[address] = {tap_class, rotation + tap_class * length};
    }
}

}  // namespace scnnsim
