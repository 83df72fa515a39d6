// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>

#include "tools/import/model/graph.h"

namespace scnnsim {

/// What a run of the network gave.
struct ExecutionResult {
  std::map<std::string, ValueRef> values;       ///< of the tensors that were wanted, where they could be made
  std::map<std::string, Shape> shapes;          ///< of every tensor that was made
  std::map<std::string, std::string> not_made;  ///< why not, for tensors behind a node that cannot be run
  std::size_t batch = 1;                        ///< images that the inputs hold: see batch_of()
};

/// Images that the inputs of a run hold: the first dimension of those of two dimensions or more, if they have
/// the same; else 1.
std::size_t batch_of(const std::map<std::string, ValueRef>& inputs);

/// Runs the nodes that the wanted tensors need, one after another, and keeps no tensor longer than it is
/// read. `inputs` holds the tensors of the model's inputs. Throws UserError, naming the node, when tensors do
/// not go together and for an operator that ONNX does not define.
ExecutionResult execute(const Graph& graph, const std::map<std::string, ValueRef>& inputs,
                        const std::set<std::string>& wanted);

/// Adds every tensor that depends on no input to the graph's constants. A node that cannot be run stays as it
/// is.
void fold_constants(Graph& graph);

}  // namespace scnnsim
