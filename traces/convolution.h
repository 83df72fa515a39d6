// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "traces/layer.h"

namespace scnnsim {

/// Plain convolution (K, P, Q) with bias, before ReLU and requantisation: the independent reference that
/// every run is checked against. Shares no code with the simulated machine. Throws UserError, naming
/// `layer.name`, when a sum leaves the range of int32.
Tensor<std::int32_t> convolve(const LayerDescription& layer, const LayerTensors& tensors);

/// ReLU (if the layer has one), arithmetic right shift by layer.output_shift, saturation to signed
/// `operand_bits`.
std::int16_t requantise(std::int64_t sum, const LayerDescription& layer, unsigned operand_bits);

}  // namespace scnnsim
