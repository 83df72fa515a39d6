// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/import/model/graph.h"

namespace scnnsim {

/// Which file each input of the model gets.
struct InputPlan {
  /// Weights that are inputs of the model: read once.
  std::map<std::string, std::string> parameters;
  /// One run of the network each: input and file.
  std::vector<std::vector<std::pair<std::string, std::string>>> runs;
};

/// Sorts what was given as `FILE` or `NAME=FILE`. An input that is nothing but the second operand of
/// convolutions, matrix products and normalisations is a parameter; the others are data. `FILE` alone goes to
/// the only input of data; several files for one input are several runs. Throws UserError: an input without a
/// file, an unknown name, parameters with several files, inputs with different numbers of files.
InputPlan plan_inputs(const Graph& graph, const std::vector<std::string>& given);

}  // namespace scnnsim
