// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/follow.h"

#include <algorithm>

#include "tools/import/layers/after_names.h"
#include "tools/import/layers/channel_constant.h"

namespace scnnsim {

namespace {

std::size_t position_of(const Node& node, const std::string& tensor) {
  return static_cast<std::size_t>(std::find(node.inputs.begin(), node.inputs.end(), tensor) -
                                  node.inputs.begin());
}

}  // namespace

const Node* Follower::sole_consumer(const std::string& tensor, std::size_t& operand) const {
  const auto& consumers = index_.consumers(tensor);
  if (consumers.size() != 1) return nullptr;
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

/// x A(x), for example SiLU: the tensor is read by A and by the multiplication alone.
bool Follower::gate(LayerPlan& layer) {
  const std::string tensor = layer.written();
  const auto& consumers = index_.consumers(tensor);
  if (consumers.size() != 2) return false;
  for (const std::size_t first : {0, 1}) {
    const Node &inner = *consumers[first], &product = *consumers[1 - first];
    std::size_t ignored = 0;
    const auto kind = after_kind(graph_, layer, inner, position_of(inner, tensor));
    if (!kind || kind->is_shared || kind->name.empty() || product.op != "Mul" || product.inputs.size() != 2 ||
        sole_consumer(inner.output(), ignored) != &product)
      continue;
    layer.after.push_back({&inner, position_of(inner, tensor), kind->name, inner.output()});
    layer.after.push_back({&product, position_of(product, tensor), "multiply", product.output()});
    return true;
  }
  return false;
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
}

}  // namespace scnnsim
