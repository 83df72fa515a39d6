// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/common/machine_config.h"
#include "traces/layer.h"

namespace scnnsim {

/// A weight as dcnn_nm stores it: its value and its channel within the group of m.
struct PlacedWeight {
  std::int16_t value;
  std::uint16_t channel;
};

/// Whether dcnn_nm takes a layer by its n:m: if its indices hold m channels. It runs the others dense.
bool runs_as_n_of_m(const MachineConfig& config, const Granularity& granularity);

/// Weights that n:m keeps of `channels` consecutive input channels, of each filter and tap.
std::uint64_t places_in(const Granularity& granularity, std::uint64_t channels);

/// The places of a layer pruned by n:m: for each filter, group of m channels and tap, its non-zeros and
/// placeholders in order of channels. Throws UserError when a group holds more than n non-zeros.
std::vector<PlacedWeight> store_n_of_m(const LayerDescription& layer, const Tensor<std::int16_t>& weights);

/// The weights (K, C / groups, R, S) that the places hold.
Tensor<std::int16_t> weights_of(const std::vector<PlacedWeight>& places, const LayerDescription& layer);

}  // namespace scnnsim
