// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/stored_n_of_m.h"

#include <algorithm>

#include "sim/mapping/unit_layer.h"
#include "sim/mapping/weight_grains.h"

namespace scnnsim {
namespace {

/// Calls visit(first position, channels) for each filter, group of m channels and tap; the positions of its
/// channels are R x S apart.
template <class Visit>
void for_each_group(const LayerShape& shape, std::uint32_t m, Visit&& visit) {
  const std::uint32_t channels = shape.channels_per_group();
  const std::size_t taps = std::size_t{shape.R} * shape.S;
  for (std::size_t k = 0; k < shape.K; ++k)
    for (std::uint32_t c = 0; c < channels; c += m)
      for (std::size_t tap = 0; tap < taps; ++tap)
        visit((k * channels + c) * taps + tap, std::min(m, channels - c));
}

/// The layer as one group of unit stride, in which every tap exists.
UnitGeometry plain_geometry(const LayerShape& shape) {
  UnitGeometry geometry;
  geometry.channels = shape.channels_per_group();
  geometry.filters = shape.K;
  geometry.R = shape.R;
  geometry.S = shape.S;
  return geometry;
}

}  // namespace

bool runs_as_n_of_m(const MachineConfig& config, const Granularity& granularity) {
  return granularity.is_n_of_m() && granularity.c <= std::uint32_t{1} << config.compression.index_bits;
}

std::uint64_t places_in(const Granularity& granularity, std::uint64_t channels) {
  return channels / granularity.c * granularity.kept +
         std::min<std::uint64_t>(channels % granularity.c, granularity.kept);
}

std::vector<PlacedWeight> store_n_of_m(const LayerDescription& layer, const Tensor<std::int16_t>& weights) {
  const LayerShape& shape = layer.shape;
  const std::size_t taps = std::size_t{shape.R} * shape.S;
  const std::vector<std::int16_t> exists(shape.channels_per_group() * taps, 1);
  const std::vector<std::uint8_t> has_place =
      places_of_n_of_m(layer.granularity, plain_geometry(shape), exists, weights.data.data());
  std::vector<PlacedWeight> places;
  for_each_group(shape, layer.granularity.c, [&](std::size_t first, std::uint32_t channels) {
    for (std::uint32_t c = 0; c < channels; ++c)
      if (const std::size_t at = first + c * taps; has_place[at] != 0)
        places.push_back({weights.data[at], static_cast<std::uint16_t>(c)});
  });
  return places;
}

Tensor<std::int16_t> weights_of(const std::vector<PlacedWeight>& places, const LayerDescription& layer) {
  const LayerShape& shape = layer.shape;
  const std::size_t taps = std::size_t{shape.R} * shape.S;
  Tensor<std::int16_t> weights({shape.K, shape.channels_per_group(), shape.R, shape.S});
  auto place = places.begin();
  for_each_group(shape, layer.granularity.c, [&](std::size_t first, std::uint32_t channels) {
    const std::uint64_t count = places_in(layer.granularity, channels);
    for (std::uint64_t n = 0; n < count; ++n, ++place)
      weights.data[first + place->channel * taps] = place->value;
  });
  return weights;
}

}  // namespace scnnsim
