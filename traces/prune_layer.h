// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "traces/layer.h"
#include "traces/prune.h"

namespace scnnsim {

/// Least share of non-zero weights of a layer that counts as dense: rounding makes a few per cent of them
/// zero.
inline constexpr double dense_share = 0.9;

/// Makes the description and the tensors of a layer those of its pruned weights: its `output` and `written`
/// tensors no longer hold and are left out. Of the operators after it stay those that can be computed: relu
/// and relu6.
void leave_out_outputs(LayerDescription& layer, LayerTensors& tensors);

/// Whether the grains of a layer are too few for this density, above 0, to leave any.
bool leaves_no_weight(const Granularity& granularity, const LayerShape& shape, double density);

/// What is wrong with pruning a layer to this density: "" or "0.05 of 8 filters is less than half of one, so
/// that no weight stays". Another density than was asked for by a tenth is told, too.
std::string problem_with_density(const Granularity& granularity, const LayerShape& shape, double density);

/// What to tell about weights that are pruned already, of this density; "" if they are dense.
std::string already_pruned(double density);

}  // namespace scnnsim
