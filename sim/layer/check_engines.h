// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/layer/simulate_layer.h"

namespace scnnsim {

/// The first counter, or the outputs, in which two results of one layer differ, with both values; empty if
/// they are equal.
std::string first_difference(const LayerResult& product, const LayerResult& batched);

/// Runs one layer as simulate_layer_here() does, and in a child process with the product engine. Throws
/// SimulationError if any counter or output differs.
LayerResult simulate_with_both_engines(const MachineConfig& config, const LayerDescription& layer,
                                       const LayerTensors& tensors, const SimulationOptions& options = {},
                                       OperandForms forms = {});

}  // namespace scnnsim
