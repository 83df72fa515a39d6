// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>

namespace scnnsim::lockstep {

/// Draws that are the same with every standard library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed * 0x9E3779B97F4A7C15u + 1) {}

  /// lowest ... highest, evenly.
  std::uint32_t draw(std::uint32_t lowest, std::uint32_t highest) {
    return lowest + static_cast<std::uint32_t>(engine_() % (std::uint64_t{highest} - lowest + 1));
  }
  std::int32_t draw_signed(std::int32_t lowest, std::int32_t highest) {
    const auto span = static_cast<std::uint64_t>(std::int64_t{highest} - lowest + 1);
    return static_cast<std::int32_t>(lowest + static_cast<std::int64_t>(engine_() % span));
  }
  /// lowest ... highest, small ones as often as large ones: an even draw below an even choice of power of
  /// two.
  std::uint32_t log_draw(std::uint32_t lowest, std::uint32_t highest) {
    std::uint32_t doublings = 0;
    while ((std::uint64_t{lowest} << (doublings + 1)) <= highest) ++doublings;
    const std::uint64_t top = std::uint64_t{lowest} << (draw(0, doublings) + 1);
    return draw(lowest, static_cast<std::uint32_t>(top < highest ? top : highest));
  }
  bool one_in(std::uint32_t n) { return draw(1, n) == 1; }
  /// True in `per_mille` of 1000 draws.
  bool chance(std::uint32_t per_mille) { return draw(0, 999) < per_mille; }
  template <class T>
  T pick(std::initializer_list<T> choices) {
    return *(choices.begin() + draw(0, static_cast<std::uint32_t>(choices.size()) - 1));
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace scnnsim::lockstep
