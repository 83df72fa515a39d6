// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "tools/import/layers/layer_plan.h"
#include "tools/import/run/execution.h"

namespace scnnsim {

/// How an operator relates to the tensor that a layer writes.
struct AfterKind {
  std::string name;        ///< in the trace's `after`; empty when it changes no value
  bool is_shared = false;  ///< a second operand comes from elsewhere: only one layer can have it
};

/// The kind of a node that reads the tensor of `layer` as its input `operand`; nothing for an operator that
/// is not followed.
std::optional<AfterKind> after_kind(const Graph& graph, const LayerPlan& layer, const Node& node,
                                    std::size_t operand);

/// Whether a node hands its input on as it is: Identity, Dropout, and a Cast of floats to floats.
bool changes_no_value(const Node& node);

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
