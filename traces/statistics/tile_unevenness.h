// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "traces/statistics/activation_mask.h"

namespace scnnsim {

/// How unevenly the non-zeros of all channels together lie over the PEs: the plane is cut into tiles of
/// ceil(H / rows) x ceil(W / columns) positions, one per PE, as SCNN does; the result is the coefficient of
/// variation of the tiles' densities (standard deviation over mean, tiles counted by their positions). 0:
/// even. Nothing when the layer has no non-zeros or a single tile.
std::optional<double> tile_unevenness(const ActivationMask& mask, std::size_t rows, std::size_t columns);

}  // namespace scnnsim
