// SPDX-License-Identifier: Apache-2.0
#include "tools/import/model/graph.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/support/error.h"

namespace scnnsim {

std::string Node::label() const {
  return fmt::format("node {} ({})", name, op);
}

const std::string& Node::input(std::size_t index) const {
  static const std::string none;
  return index < inputs.size() ? inputs[index] : none;
}

void Node::fail_attribute(const std::string& name_of_attribute) const {
  throw UserError(
      fmt::format("{}: attribute {}: has another type than the operator's", label(), name_of_attribute));
}

std::string GraphInput::describe() const {
  std::string text;
  if (dimensions)
    for (const auto& dimension : *dimensions)
      text += (text.empty() ? "" : ", ") + (dimension ? std::to_string(*dimension) : "?");
  return fmt::format("{} ({})", to_string(type), dimensions ? text : "any shape");
}

GraphIndex::GraphIndex(const Graph& graph) {
  for (const Node& node : graph.nodes) {
    for (const std::string& tensor : node.outputs) producers_[tensor] = &node;
    for (const std::string& tensor : node.inputs) {
      auto& readers = consumers_[tensor];
      if (readers.empty() || readers.back() != &node) readers.push_back(&node);
    }
  }
  for (const std::string& tensor : graph.outputs) outputs_[tensor] = true;
}

const Node* GraphIndex::producer(const std::string& tensor) const {
  const auto found = producers_.find(tensor);
  return found == producers_.end() ? nullptr : found->second;
}

const std::vector<const Node*>& GraphIndex::consumers(const std::string& tensor) const {
  static const std::vector<const Node*> none;
  const auto found = consumers_.find(tensor);
  return found == consumers_.end() ? none : found->second;
}

bool GraphIndex::is_graph_output(const std::string& tensor) const {
  return outputs_.count(tensor) > 0;
}

}  // namespace scnnsim
