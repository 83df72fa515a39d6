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

/// Gives non-zeros any value of the operand width, so that sums may exceed 32 bits. Keeps the zeros, and so
/// all cycles.
void fill_full_scale(LayerTensors& tensors, unsigned operand_bits, Dice& dice);

/// Brings a tensor that is written after the layer: smaller or larger planes than the outputs, any share of
/// zeros. Returns what was drawn, as text.
std::string bring_written(LayerTensors& tensors, const LayerDescription& layer, unsigned operand_bits,
                          Dice& dice);

}  // namespace scnnsim::lockstep
