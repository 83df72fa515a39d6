// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/import/inputs/image.h"
#include "tools/import/inputs/input_plan.h"

namespace scnnsim {

/// One run of the network: a name of its own, after its file, and the inputs.
struct ImageRun {
  std::string name;
  std::map<std::string, ValueRef> inputs;
  std::vector<std::string> notes;  ///< casts
};

/// Reads the files of all runs. A file that holds several images makes as many runs. Throws UserError.
std::vector<ImageRun> read_runs(const Graph& graph, const InputPlan& plan, const ImageOptions& options);

/// Reads the weights that are inputs of the model, which become constants of the graph.
void take_parameters(Graph& graph, const InputPlan& plan);

}  // namespace scnnsim
