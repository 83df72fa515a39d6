// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tools/import/layers/layer_plan.h"

namespace scnnsim {

struct FoundLayers {
  std::vector<LayerPlan> layers;  ///< in the order in which they run
  std::vector<LeftOut> left_out;
};

/// Finds convolutions and fully-connected layers (Conv, Gemm, MatMul, and their quantised forms) whose
/// weights are constants, what is folded into them and what follows them. The graph's constants must have
/// been folded. See tools/import/README.md for the rules.
FoundLayers find_layers(const Graph& graph);

}  // namespace scnnsim
