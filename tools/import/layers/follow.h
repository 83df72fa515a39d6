// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "tools/import/layers/layer_plan.h"

namespace scnnsim {

/// Follows layers from their outputs to the tensors that are written to memory. To be called for the last
/// layer first: an operator with two operands, such as a residual addition, belongs to the layer that runs
/// last.
class Follower {
 public:
  Follower(const Graph& graph, const GraphIndex& index) : graph_(graph), index_(index) {}

  /// Fills `folded`, `output` and `after`.
  void follow(LayerPlan& layer);

 private:
  bool fold(LayerPlan& layer);
  bool step(LayerPlan& layer);
  /// The one node that reads the tensor, and the input by which it does; nullptr when there is not exactly
  /// one.
  const Node* sole_consumer(const std::string& tensor, std::size_t& operand) const;
  bool gate(LayerPlan& layer);
  std::vector<AfterStep> steps_to(const LayerPlan& layer, const std::string& tensor, const Node& first,
                                  const Node& product) const;
  void take_half(LayerPlan& layer) const;
  bool claim(const Node& node, const std::string& operand);

  const Graph& graph_;
  const GraphIndex& index_;
  std::map<const Node*, std::string> claimed_;  ///< by the operand through which the claiming layer enters
};

}  // namespace scnnsim
