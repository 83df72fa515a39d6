// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/common/geometry.h"
#include "traces/layer.h"

namespace scnnsim {

/// Multiplies of a dense convolution whose operands are not zero. Padding is zero.
struct EffectualMultiplies {
  std::uint64_t activation = 0;  ///< ... whose activation is not zero
  std::uint64_t both = 0;        ///< ... neither of whose operands is zero
};

/// Counts over the outputs (p, q) in each of `parts`, all K output channels of the layer; exact, from the
/// tensors.
std::vector<EffectualMultiplies> count_effectual_multiplies(const LayerShape& shape,
                                                            const LayerTensors& tensors,
                                                            const std::vector<Rectangle>& parts);

}  // namespace scnnsim
