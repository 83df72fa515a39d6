// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "tools/import/layers/layer_plan.h"

namespace scnnsim {

/// Scale and shift of each filter's outputs.
struct ChannelAffine {
  std::vector<double> scale, shift;
  bool scales() const;
  bool shifts() const;
};

/// The node as y = scale x + shift with one scale and shift per filter, where `operand` is x; nothing when it
/// is no such node, or its other operand no constant with one element per filter. Throws UserError for
/// numbers that are not finite.
std::optional<ChannelAffine> as_affine(const Graph& graph, const LayerPlan& layer, const Node& node,
                                       std::size_t operand);

/// All folded nodes of a layer as one.
ChannelAffine folded_affine(const Graph& graph, const LayerPlan& layer);

}  // namespace scnnsim
