// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/follow.h"

#include <algorithm>

#include "tools/import/layers/after_layer.h"
#include "tools/import/layers/channel_constant.h"

namespace scnnsim {

namespace {

std::size_t position_of(const Node& node, const std::string& tensor) {
  return static_cast<std::size_t>(std::find(node.inputs.begin(), node.inputs.end(), tensor) -
                                  node.inputs.begin());
}

/// The activation that exporters write as these steps and a multiplication by its input; "" when none is
/// known.
std::string gate_name(const std::vector<AfterStep>& steps) {
  std::string names;
  for (const AfterStep& step : steps) names += step.name + " ";
  if (names == "sigmoid multiply ") return "silu";
  if (names == "hardsigmoid multiply ") return "hardswish";
  if (names == "softplus tanh multiply ") return "mish";
  if (names == "div erf add_constant multiply ") return "gelu";
  return "";
}

}  // namespace

const Node* Follower::sole_consumer(const std::string& tensor, std::size_t& operand) const {
  const auto& consumers = index_.consumers(tensor);
  if (consumers.size() != 1 || index_.is_graph_output(tensor)) return nullptr;
  const Node& node = *consumers.front();
  operand = position_of(node, tensor);
  const bool reads_twice = std::count(node.inputs.begin(), node.inputs.end(), tensor) > 1;
  return reads_twice ? nullptr : &node;
}

bool Follower::fold(LayerPlan& layer) {
  std::size_t operand = 0;
  const Node* node = sole_consumer(layer.output, operand);
  if (node == nullptr) return false;
  if (!changes_no_value(*node) && !as_affine(graph_, layer, *node, operand)) return false;
  layer.folded.push_back({node, operand});
  layer.output = node->output();
  return true;
}

bool Follower::claim(const Node& node, const std::string& operand) {
  return claimed_.insert({&node, operand}).first->second == operand;
}

/// The steps from `tensor`, by `first`, to the multiplication `product`; nothing when they do not lead there.
std::vector<AfterStep> Follower::steps_to(const LayerPlan& layer, const std::string& tensor,
                                          const Node& first, const Node& product) const {
  constexpr std::size_t most_steps = 4;
  std::vector<AfterStep> steps;
  std::size_t operand = position_of(first, tensor);
  for (const Node* node = &first; node != &product; node = sole_consumer(steps.back().tensor, operand)) {
    if (node == nullptr || steps.size() == most_steps) return {};
    const auto kind = after_kind(graph_, layer, *node, operand);
    if (!kind || kind->is_shared || kind->name.empty()) return {};
    steps.push_back({node, operand, kind->name, node->output()});
  }
  return steps;
}

/// x A(x), for example SiLU: the tensor is read by A and by the multiplication alone.
bool Follower::gate(LayerPlan& layer) {
  const std::string tensor = layer.written();
  const auto& consumers = index_.consumers(tensor);
  if (consumers.size() != 2 || index_.is_graph_output(tensor)) return false;
  for (const std::size_t first : {0, 1}) {
    const Node& product = *consumers[1 - first];
    if (product.op != "Mul" || product.inputs.size() != 2) continue;
    std::vector<AfterStep> steps = steps_to(layer, tensor, *consumers[first], product);
    if (steps.empty()) continue;
    steps.push_back({&product, position_of(product, tensor), "multiply", product.output()});
    const std::string name = gate_name(steps);
    if (!name.empty()) {
      for (AfterStep& step : steps) step.name.clear();
      steps.back().name = name;
    }
    layer.after.insert(layer.after.end(), steps.begin(), steps.end());
    if (name == "gelu") take_half(layer);
    return true;
  }
  return false;
}

/// GELU ends with a multiplication by one half.
void Follower::take_half(LayerPlan& layer) const {
  std::size_t operand = 0;
  const Node* node = sole_consumer(layer.written(), operand);
  if (node == nullptr || node->op != "Mul" || node->inputs.size() != 2) return;
  const auto half = graph_.constants.find(node->input(1 - operand));
  if (half == graph_.constants.end() || half->second->size() != 1 || half->second->at(0) != 0.5) return;
  layer.after.push_back({node, operand, "", node->output()});
}

bool Follower::step(LayerPlan& layer) {
  const std::string tensor = layer.written();
  std::size_t operand = 0;
  const Node* node = sole_consumer(tensor, operand);
  if (node == nullptr) return gate(layer);
  const auto kind = after_kind(graph_, layer, *node, operand);
  if (!kind || (kind->is_shared && !claim(*node, tensor))) return false;
  layer.after.push_back({node, operand, kind->name, node->output()});
  return true;
}

void Follower::follow(LayerPlan& layer) {
  layer.output = layer.node->output();
  if (layer.weights.empty()) {
    // Operators on integers alone: nothing can be folded exactly.
  } else {
    while (fold(layer)) continue;
  }
  while (step(layer)) continue;
  // Padding belongs to the next layer, unless another operator follows it.
  while (!layer.after.empty() && layer.after.back().node->op == "Pad") layer.after.pop_back();
}

}  // namespace scnnsim
