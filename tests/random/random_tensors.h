// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/random/dice.h"
#include "traces/layer.h"

namespace scnnsim::lockstep {

/// Fills weights, activations and perhaps a bias: values of the operand width, pruned as the layer's
/// granularity says, sums within int32. Returns what was drawn, as text.
std::string fill_tensors(LayerTensors& tensors, const LayerDescription& layer, unsigned operand_bits,
                         Dice& dice);

}  // namespace scnnsim::lockstep
