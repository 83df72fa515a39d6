// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/common/layer_program.h"
#include "traces/layer.h"

namespace scnnsim {

/// A layer rewritten to unit stride (models/README.md section 1, rule 2): the stride phases of the input
/// plane become input channels.
struct UnitLayer {
  UnitGeometry geometry;
  Tensor<std::int16_t> weights;      ///< (groups x filters, channels, R, S)
  Tensor<std::int16_t> activations;  ///< (groups x channels, H, W)
};

/// Geometry alone; needs no tensors.
UnitGeometry unit_geometry(const LayerShape& shape);

/// Channels of a group that have each tap (r, s) of the rewritten filter, in raster order. A tap that would
/// lie outside the original filter does not exist.
std::vector<std::uint32_t> channels_with_tap(const LayerShape& shape);

/// Whether each tap of a group's rewritten filter exists in the original one: [channel][r][s], 1 or 0.
std::vector<std::int16_t> existing_taps(const LayerShape& shape);

UnitLayer to_unit_stride(const LayerShape& shape, const LayerTensors& tensors);

}  // namespace scnnsim
