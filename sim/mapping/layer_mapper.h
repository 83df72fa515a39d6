// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "sim/mapping/encoded_layer.h"
#include "traces/layer.h"

namespace scnnsim {

/// A layer as one machine runs it, and the forms in which that machine stores its tensors.
struct MappedLayer {
  LayerProgram program;
  WeightEncoding weights;
  TileEncoding tiles;
  TilingLimit tiled_for = TilingLimit::none;  ///< why temporal tiles are not larger
};

/// Cuts a layer into the passes and steps that the machine runs (models/README.md sections 1 and 2).
/// `encoded`: of this layer; keeps what other machines can share.
///
/// `outputs`: what the layer writes, from which the mapper knows, as a compiler would from a profile, whether
/// it exceeds the OARAMs: the trace's `written` tensor (K, P', Q'), else the outputs (K, P, Q) after ReLU and
/// requantisation. May be null when output_may_spill() is false. Throws UserError when the layer does not fit
/// the machine.
MappedLayer map_layer(const MachineConfig& config, const LayerDescription& layer, EncodedLayer& encoded,
                      const Tensor<std::int32_t>* bias, const Tensor<std::int16_t>* outputs,
                      OperandForms forms = {});

/// Whether the layer's outputs (K, P, Q) could exceed the OARAM of some PE, were none of them zero.
bool output_may_spill(const MachineConfig& config, const LayerDescription& layer, OperandForms forms = {});

}  // namespace scnnsim
