// SPDX-License-Identifier: Apache-2.0
#include "tools/import/run/execution.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/run/interrupt.h"
#include "tools/import/onnx/onnx_definitions.h"
#include "tools/import/run/opencv_node.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace {

/// Runs one node. Throws CannotRun and UserError.
std::vector<Value> run_node(const KernelCall& call) {
  if (const Kernel* kernel = find_kernel(call.node)) return (*kernel)(call);
  if (!is_onnx_operator(call.node))
    throw UserError(
        fmt::format("{}: unknown operator{}, expected one that ONNX {} defines", call.node.label(),
                    call.node.domain.empty() ? "" : " of domain " + call.node.domain, onnx_version()));
  std::vector<Value> outputs;
  outputs.push_back(run_by_opencv(call));
  return outputs;
}

/// Marks the nodes that the wanted tensors need.
std::vector<bool> needed_nodes(const Graph& graph, const std::set<std::string>& wanted) {
  std::set<std::string> needed(wanted);
  std::vector<bool> marks(graph.nodes.size());
  for (std::size_t i = graph.nodes.size(); i-- > 0;) {
    const Node& node = graph.nodes[i];
    marks[i] = std::any_of(node.outputs.begin(), node.outputs.end(), [&](const std::string& tensor) {
      return needed.count(tensor) > 0 && graph.constants.count(tensor) == 0;
    });
    if (marks[i]) needed.insert(node.inputs.begin(), node.inputs.end());
  }
  return marks;
}

class Execution {
 public:
  Execution(const Graph& graph, const std::map<std::string, ValueRef>& inputs,
            const std::set<std::string>& wanted)
      : graph_(graph), wanted_(wanted), live_(inputs) {}

  ExecutionResult run() {
    for (const auto& [tensor, value] : live_) result_.shapes[tensor] = value->shape;
    const std::vector<bool> needed = needed_nodes(graph_, wanted_);
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
      if (needed[i])
        for (const std::string& tensor : graph_.nodes[i].inputs) ++reads_left_[tensor];
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
      if (needed[i]) run_one(graph_.nodes[i]);
    for (const std::string& tensor : wanted_)
      if (const ValueRef value = find(tensor)) result_.values[tensor] = value;
    return std::move(result_);
  }

 private:
  ValueRef find(const std::string& tensor) const {
    const auto constant = graph_.constants.find(tensor);
    if (constant != graph_.constants.end()) return constant->second;
    const auto live = live_.find(tensor);
    return live == live_.end() ? nullptr : live->second;
  }

  void run_one(const Node& node) {
    InterruptScope::check();
    KernelCall call{node, {}, graph_.opset};
    for (const std::string& tensor : node.inputs) {
      if (result_.not_made.count(tensor) > 0) return give_up(node, result_.not_made[tensor]);
      call.inputs.push_back(tensor.empty() ? nullptr : find(tensor));
      if (!tensor.empty() && !call.inputs.back())
        return give_up(node, fmt::format("{}: its input \"{}\" is an output that is not computed",
                                         node.label(), tensor));
    }
    try {
      keep(node, run_node(call));
    } catch (const CannotRun& error) {
      return give_up(node, fmt::format("{}: {}", node.label(), error.what()));
    }
    for (const std::string& tensor : node.inputs)
      if (--reads_left_[tensor] == 0 && wanted_.count(tensor) == 0) live_.erase(tensor);
  }

  void keep(const Node& node, std::vector<Value> outputs) {
    for (std::size_t i = 0; i < std::min(outputs.size(), node.outputs.size()); ++i) {
      const std::string& tensor = node.outputs[i];
      result_.shapes[tensor] = outputs[i].shape;
      if (reads_left_.count(tensor) > 0 || wanted_.count(tensor) > 0)
        live_[tensor] = share(std::move(outputs[i]));
    }
  }

  void give_up(const Node& node, const std::string& reason) {
    for (const std::string& tensor : node.outputs) result_.not_made[tensor] = reason;
  }

  const Graph& graph_;
  const std::set<std::string>& wanted_;
  std::map<std::string, ValueRef> live_;
  std::map<std::string, std::size_t> reads_left_;
  ExecutionResult result_;
};

}  // namespace

ExecutionResult execute(const Graph& graph, const std::map<std::string, ValueRef>& inputs,
                        const std::set<std::string>& wanted) {
  ExecutionResult result = Execution(graph, inputs, wanted).run();
  result.batch = batch_of(inputs);
  return result;
}

std::size_t batch_of(const std::map<std::string, ValueRef>& inputs) {
  std::set<std::size_t> sizes;
  for (const auto& [name, value] : inputs)
    if (value->shape.size() > 1) sizes.insert(value->shape[0]);
  return sizes.size() == 1 ? *sizes.begin() : 1;
}

void fold_constants(Graph& graph) {
  for (const Node& node : graph.nodes) {
    InterruptScope::check();
    KernelCall call{node, {}, graph.opset};
    const bool is_constant =
        std::all_of(node.inputs.begin(), node.inputs.end(), [&](const std::string& tensor) {
          const auto found = graph.constants.find(tensor);
          call.inputs.push_back(found == graph.constants.end() ? nullptr : found->second);
          return tensor.empty() || found != graph.constants.end();
        });
    if (!is_constant || (find_kernel(node) == nullptr && !is_onnx_operator(node))) continue;
    try {
      std::vector<Value> outputs = run_node(call);
      for (std::size_t i = 0; i < std::min(outputs.size(), node.outputs.size()); ++i)
        graph.constants.insert({node.outputs[i], share(std::move(outputs[i]))});
    } catch (const CannotRun&) {
      continue;
    }
  }
}

}  // namespace scnnsim
