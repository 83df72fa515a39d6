// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tools/import/layers/layer_plan.h"

namespace scnnsim {

/// Names the layers of the trace, each once. A layer of a model that torch.onnx.export wrote is called like
/// its module, as PyTorch and the exporter call it ("layer1.0.conv2", its second use "layer1.0.conv2-2"),
/// every other layer like its node.
void name_layers(const Graph& graph, std::vector<LayerPlan>& layers);

}  // namespace scnnsim
