// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/machine_config.h"
#include "models/dense/dense_program.h"
#include "traces/layer.h"

namespace scnnsim {

/// The dense machines: of SCNN table 6 `plain`, which is DCNN, and `gated`, which is DCNN-opt, whose
/// multipliers do nothing for zero operands and whose activations cross DRAM compressed; `n_of_m` takes the
/// weights that n:m keeps, where a layer is pruned so.
enum class DenseKind { plain, gated, n_of_m };

/// Cuts a layer into the steps of the dense machine (models/README.md section 8). `outputs`: the layer's
/// outputs (K, P, Q) after ReLU and requantisation; needed when the tensors have no `written` one and
/// needs_dense_outputs() says so, else null.
DenseProgram map_dense_layer(const MachineConfig& config, const LayerDescription& layer,
                             const LayerTensors& tensors, DenseKind kind,
                             const Tensor<std::int16_t>* outputs);

/// Whether the values of the outputs matter: they cross DRAM compressed.
bool needs_dense_outputs(const MachineConfig& config, const LayerDescription& layer, DenseKind kind);

}  // namespace scnnsim
