// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/layers/layer_plan.h"
#include "tools/import/run/execution.h"

namespace scnnsim {

/// The tensor that is written to memory after a layer.
struct WrittenTensor {
  std::vector<std::string> after;  ///< as in the trace
  ValueRef value;                  ///< as the network has it
  ValueRef zero_point;             ///< of integers; null: 0
  std::size_t first_channel = 0;   ///< the layer's place in the value, behind a Concat
};

/// The written tensor of a layer, from a run of the network.
WrittenTensor written_tensor(const Graph& graph, const LayerPlan& plan, const ExecutionResult& run);

/// The zero point that a node gives its output; "" when it quantises nothing or has none.
std::string output_zero_point(const Node& node);
bool quantises(const Node& node);

}  // namespace scnnsim
