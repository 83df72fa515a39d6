// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/after_layer.h"

#include <algorithm>

namespace scnnsim {

namespace {

/// Channels of the operands before this one.
std::size_t channels_before(const AfterStep& step, const ExecutionResult& run, const Graph& graph) {
  const std::size_t first = step.node->op == "QLinearConcat" ? 2 : 0,
                    stride = step.node->op == "QLinearConcat" ? 3 : 1;
  std::size_t channels = 0;
  for (std::size_t i = first; i < step.operand; i += stride) {
    const std::string& tensor = step.node->input(i);
    const auto constant = graph.constants.find(tensor);
    const auto made = run.shapes.find(tensor);
    const Shape shape = constant != graph.constants.end() ? constant->second->shape
                        : made != run.shapes.end()        ? made->second
                                                          : Shape{};
    if (shape.size() > 1) channels += shape[1];
  }
  return channels;
}

bool is_rectifier(const std::string& name) {
  return name == "relu" || name == "relu6" || name == "clip" || name == "sigmoid";
}

/// Whether no value below zero can be there: a ReLU since the last addition.
bool is_rectified(const std::vector<std::string>& after) {
  for (auto name = after.rbegin(); name != after.rend(); ++name) {
    if (is_rectifier(*name)) return true;
    if (*name == "add" || *name == "add_constant" || *name == "sub") return false;
  }
  return false;
}

/// Follows a layer's steps and notes where values are quantised.
class WrittenWalk {
 public:
  WrittenWalk(const Graph& graph, const ExecutionResult& run) : graph_(graph), run_(run) {}

  WrittenTensor walk(const LayerPlan& plan) {
    pass(*plan.node);
    std::vector<AfterStep> steps = plan.after;
    while (!steps.empty() && steps.back().node->op == "DequantizeLinear") steps.pop_back();
    for (const AfterStep& step : steps) {
      if (!step.name.empty()) add_name(step.name);
      if (step.name == "concat") written_.first_channel += channels_before(step, run_, graph_);
      if (step.node->op == "DequantizeLinear") written_.zero_point = nullptr;
      pass(*step.node);
    }
    const auto value = run_.values.find(steps.empty() ? plan.output : steps.back().tensor);
    written_.value = value == run_.values.end() ? nullptr : value->second;
    return written_;
  }

 private:
  /// A ReLU6 is sometimes exported as a ReLU and a Clip.
  void add_name(const std::string& name) {
    const bool repeats = !written_.after.empty() && written_.after.back() == "relu";
    if (repeats && name == "relu6") written_.after.pop_back();
    if (!repeats || name != "relu") written_.after.push_back(name);
  }

  /// Saturation at the zero point, the least integer of its type, is a ReLU.
  void pass(const Node& node) {
    if (!quantises(node)) return;
    const auto zero = graph_.constants.find(output_zero_point(node));
    written_.zero_point = zero == graph_.constants.end() ? nullptr : zero->second;
    const ElementType type = written_.zero_point ? written_.zero_point->type : ElementType::uint8;
    const std::int64_t zero_point =
        written_.zero_point && written_.zero_point->size() > 0 ? written_.zero_point->integers()[0] : 0;
    if (zero_point == range_of(type).lowest && !is_rectified(written_.after))
      written_.after.emplace_back("relu");
  }

  const Graph& graph_;
  const ExecutionResult& run_;
  WrittenTensor written_;
};

}  // namespace

bool quantises(const Node& node) {
  return node.op == "QuantizeLinear" || node.op.rfind("QLinear", 0) == 0 || node.op == "QGemm";
}

std::string output_zero_point(const Node& node) {
  if (node.op == "QuantizeLinear") return node.input(2);
  if (node.op == "QLinearConv" || node.op == "QLinearMatMul" || node.op == "QLinearAdd" ||
      node.op == "QLinearMul")
    return node.input(7);
  if (node.op == "QGemm") return node.input(8);
  if (node.op == "QLinearConcat") return node.input(1);
  return quantises(node) ? node.input(4) : "";
}

WrittenTensor written_tensor(const Graph& graph, const LayerPlan& plan, const ExecutionResult& run) {
  return WrittenWalk(graph, run).walk(plan);
}

}  // namespace scnnsim
