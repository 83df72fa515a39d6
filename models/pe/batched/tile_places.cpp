// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/tile_places.h"

#include <fmt/format.h>

#include "models/pe/batched/bank_patterns.h"
#include "traces/support/error.h"

namespace scnnsim {

void TilePlaces::configure(const UnitGeometry& geometry, const ValidTaps& taps, const TapClasses& classes,
                           std::uint32_t kc) {
  R_ = geometry.R;
  S_ = geometry.S;
  classes_ = classes;
  place_taps(kc);
  place_activations(taps);
  check(taps);
}

/// Compares the valid taps with the coordinate unit, by which the product engine drops products. Throws
/// SimulationError.
void TilePlaces::check(const ValidTaps& taps) const {
  const std::uint16_t* banks = coordinates_.banks().data();
  for (std::size_t y = 0; y < taps.rows(); ++y)
    for (std::size_t x = 0; x < taps.columns(); ++x) {
      const std::uint16_t* at =
          banks + coordinates_.activation_address(static_cast<std::int64_t>(y), static_cast<std::int64_t>(x));
      std::uint64_t inside = 0;
      for (std::uint32_t tap = 0; tap < tap_count(); ++tap)
        inside |= std::uint64_t{at[tap_shares_[tap]] != CoordinateUnit::dropped} << tap;
      if (inside != taps.valid(y, x))
        throw SimulationError(
            fmt::format("{}: the activation in row {} and column {} of its tile keeps the taps {:#x} but "
                        "{:#x} are inside the outputs; this is a fault of the simulator, please report it",
                        coordinates_.name(), y, x, taps.valid(y, x), inside));
    }
}

void TilePlaces::place_taps(std::uint32_t kc) {
  taps_.clear();
  tap_shares_.clear();
  for (std::uint32_t k = 0; k < kc; ++k)
    for (std::uint32_t tap = 0; tap < tap_count(); ++tap) {
      const WeightWord word{0, static_cast<std::uint16_t>(k), static_cast<std::uint16_t>(tap / S_),
                            static_cast<std::uint16_t>(tap % S_)};
      const auto address = static_cast<std::uint32_t>(coordinates_.weight_address(word));
      if (k == 0) tap_shares_.push_back(address);
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
