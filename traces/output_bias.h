// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "traces/layer.h"

namespace scnnsim {

/// Biases (K) and the shift that go with them.
struct OutputScaling {
  std::optional<Tensor<std::int32_t>> bias;
  std::uint32_t shift = 0;
};

/// Chooses how a layer's sums (K, P, Q), computed without bias, are requantised. The shift is `fixed_shift`,
/// or the smallest that brings the largest result within `operand_bits`. With a density (layers with ReLU
/// only) each output channel's bias is the quantile of its sums that leaves this share of the outputs at or
/// above 2^shift, that is, non-zero. Channels whose sums are all alike can only be on or off: they are
/// switched so that the whole layer comes closest. Throws UserError when no shift below 32 will do or a bias
/// leaves 32 bits.
OutputScaling scale_outputs(const LayerDescription& layer, const Tensor<std::int32_t>& sums,
                            std::optional<double> density, std::optional<std::uint32_t> fixed_shift,
                            unsigned operand_bits);

}  // namespace scnnsim
