// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "traces/layer.h"

namespace scnnsim {

/// What is left of a layer after the filters and the input channels without weights, and the dead inputs, are
/// taken out. Groups keep as many of each as the group that has most, so that they stay alike; at least one.
struct CompactLayer {
  LayerDescription description;
  LayerTensors tensors;                ///< without `output`
  std::vector<std::uint32_t> filters;  ///< of the layer, in order: what the compact layer computes
};

CompactLayer compact_layer(const LayerDescription& layer, const LayerTensors& tensors);

/// Sums (K, P, Q) of the layer from those of its compact one: filters that were taken out give their bias.
Sums expand_sums(const CompactLayer& compact, const Sums& sums, const LayerDescription& layer,
                 const LayerTensors& tensors);

}  // namespace scnnsim
