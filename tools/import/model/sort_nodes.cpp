// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <functional>
#include <queue>

#include "tools/import/model/graph.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace {

using NodeNumber = std::size_t;

/// Kahn's algorithm; among nodes that are ready the earliest in the file runs first.
class NodeSorter {
 public:
  explicit NodeSorter(const Graph& graph) : graph_(graph) {
    for (const auto& [tensor, value] : graph.constants) known_.insert({tensor, none});
    for (const GraphInput& input : graph.inputs) known_.insert({input.name, none});
    for (NodeNumber i = 0; i < graph.nodes.size(); ++i) add_outputs(i);
  }

  std::vector<NodeNumber> order() {
    waits_.resize(graph_.nodes.size());
    readers_.resize(graph_.nodes.size());
    for (NodeNumber i = 0; i < graph_.nodes.size(); ++i) count_inputs(i);
    std::vector<NodeNumber> order;
    while (!ready_.empty()) {
      const NodeNumber next = ready_.top();
      ready_.pop();
      order.push_back(next);
      for (const NodeNumber reader : readers_[next])
        if (--waits_[reader] == 0) ready_.push(reader);
    }
    if (order.size() < graph_.nodes.size()) fail_cycle();
    return order;
  }

 private:
  static constexpr NodeNumber none = static_cast<NodeNumber>(-1);

  void add_outputs(NodeNumber i) {
    for (const std::string& tensor : graph_.nodes[i].outputs)
      if (!tensor.empty() && !known_.insert({tensor, i}).second)
        throw UserError(
            fmt::format("{}: output \"{}\" is made by another node, input or initializer too, "
                        "expected one producer per tensor",
                        graph_.nodes[i].label(), tensor));
  }

  void count_inputs(NodeNumber i) {
    for (const std::string& tensor : graph_.nodes[i].inputs) {
      if (tensor.empty()) continue;
      const auto found = known_.find(tensor);
      if (found == known_.end())
        throw UserError(fmt::format("{}: input \"{}\" is made by no node, and is no input and no initializer",
                                    graph_.nodes[i].label(), tensor));
      if (found->second == none) continue;
      ++waits_[i];
      readers_[found->second].push_back(i);
    }
    if (waits_[i] == 0) ready_.push(i);
  }

  [[noreturn]] void fail_cycle() const {
    for (NodeNumber i = 0; i < graph_.nodes.size(); ++i)
      if (waits_[i] > 0)
        throw UserError(
            fmt::format("{}: is part of a cycle or reads from one, expected a graph without cycles",
                        graph_.nodes[i].label()));
    throw UserError("the graph has a cycle");
  }

  const Graph& graph_;
  std::map<std::string, NodeNumber> known_;
  std::vector<std::size_t> waits_;
  std::vector<std::vector<NodeNumber>> readers_;
  std::priority_queue<NodeNumber, std::vector<NodeNumber>, std::greater<>> ready_;
};

}  // namespace

void sort_nodes(Graph& graph) {
  std::vector<Node> sorted;
  sorted.reserve(graph.nodes.size());
  for (const NodeNumber i : NodeSorter(graph).order()) sorted.push_back(std::move(graph.nodes[i]));
  graph.nodes = std::move(sorted);
}

}  // namespace scnnsim
