// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "tools/import/layers/imported_layer.h"
#include "tools/import/layers/layer_plan.h"
#include "tools/import/run/execution.h"

namespace scnnsim {

/// The tensors that assemble_layer() needs of a run of the network.
void want_tensors(const LayerPlan& plan, std::set<std::string>& wanted);

/// The layer, its tensors taken from the constants and from a run, of which the first image is taken. Throws
/// UserError, naming node and tensor, for numbers that are not finite and shapes that do not go together.
ImportedLayer assemble_layer(const Graph& graph, const LayerPlan& plan, const ExecutionResult& run);

}  // namespace scnnsim
