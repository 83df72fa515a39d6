// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/weight_grains.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

std::uint32_t extent_in(std::uint32_t extent, std::int64_t all) {
  const auto whole = static_cast<std::uint32_t>(all);
  return extent == Granularity::whole ? whole : std::min(extent, whole);
}

/// Calls visit(k, c, r, s, position) for each weight of a group, in order.
template <class Visit>
void for_each_weight(const UnitGeometry& geometry, Visit&& visit) {
  const auto R = static_cast<std::uint32_t>(geometry.R), S = static_cast<std::uint32_t>(geometry.S);
  std::size_t position = 0;
  for (std::uint32_t k = 0; k < geometry.filters; ++k)
    for (std::uint32_t c = 0; c < geometry.channels; ++c)
      for (std::uint32_t r = 0; r < R; ++r)
        for (std::uint32_t s = 0; s < S; ++s) visit(k, c, r, s, position++);
}

}  // namespace

WeightGrains::WeightGrains(const Granularity& grain, const UnitGeometry& geometry,
                           const std::int16_t* weights)
    : channels_(geometry.channels),
      phases_(geometry.phases),
      k_(extent_in(grain.k, geometry.filters)),
      c_(grain.c == Granularity::whole ? channels_ : extent_in(grain.c, channels_ / phases_)),
      r_(extent_in(grain.r, geometry.R)),
      s_(extent_in(grain.s, geometry.S)),
      rows_(ceil_divide(static_cast<std::uint32_t>(geometry.R), r_)),
      columns_(ceil_divide(static_cast<std::uint32_t>(geometry.S), s_)),
      channel_places_(std::size_t{ceil_divide(channels_ / phases_, c_)} * phases_) {
  occupied_.resize(ceil_divide(geometry.filters, k_) * std::max<std::size_t>(channel_places_, 1) * rows_ *
                   columns_);
  for_each_weight(geometry, [&](auto k, auto c, auto r, auto s, std::size_t position) {
    if (weights[position] != 0) occupied_[number(k, c, r, s)] = 1;
  });
}

unsigned bits_of_choice(std::uint32_t count) {
  unsigned bits = 1;
  while ((std::uint32_t{1} << bits) < count) ++bits;
  return bits;
}

std::vector<std::uint8_t> places_of_n_of_m(const Granularity& grain, const UnitGeometry& geometry,
                                           const std::vector<std::int16_t>& exists,
                                           const std::int16_t* weights) {
  const auto taps = static_cast<std::size_t>(geometry.R * geometry.S);
  const std::uint32_t channels = geometry.channels / geometry.phases;  // of the layer
  std::vector<std::uint8_t> places(std::size_t{geometry.filters} * geometry.channels * taps, 0);
  std::vector<std::size_t> zeros;
  const auto fill = [&](std::uint32_t k, std::uint32_t first, std::uint32_t phase, std::size_t tap) {
    std::uint32_t held = 0;
    zeros.clear();
    for (std::uint32_t c = first; c < std::min(first + grain.c, channels); ++c) {
      const std::size_t channel = std::size_t{c} * geometry.phases + phase;
      if (exists[channel * taps + tap] == 0) return;
      const std::size_t position = (k * std::size_t{geometry.channels} + channel) * taps + tap;
      places[position] = weights[position] != 0;
      if (weights[position] == 0)
        zeros.push_back(position);
      else
        ++held;
    }
    if (held > grain.kept)
      throw UserError(fmt::format(
          "granularity {}: filter {} of a group has {} non-zeros in the input channels {} to {} at one tap, "
          "expected at most {}; scnnsim trace check says what the zeros show",
          to_string(grain), k, held, first, std::min(first + grain.c, channels) - 1, grain.kept));
    for (std::size_t n = 0; n < zeros.size() && held < grain.kept; ++n, ++held) places[zeros[n]] = 1;
  };
  for (std::uint32_t k = 0; k < geometry.filters; ++k)
    for (std::uint32_t first = 0; first < channels; first += grain.c)
      for (std::uint32_t phase = 0; phase < geometry.phases; ++phase)
        for (std::size_t tap = 0; tap < taps; ++tap) fill(k, first, phase, tap);
  return places;
}

}  // namespace scnnsim
