// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/layer_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tools/import/layers/follow.h"
#include "tools/import/layers/layer_names.h"
#include "tools/import/layers/quantised_operands.h"
#include "traces/npy.h"

namespace scnnsim {

namespace {

/// Why an operator that has weights, or products, can be no layer.
const std::map<std::string, std::string>& operators_left_out() {
  static const std::map<std::string, std::string> reasons{
      {"ConvTranspose", "a transposed convolution, which the machine does not compute"},
      {"DeformConv", "a deformable convolution, which the machine does not compute"},
      {"LSTM", "a recurrent layer, which is no single convolution"},
      {"GRU", "a recurrent layer, which is no single convolution"},
      {"RNN", "a recurrent layer, which is no single convolution"},
      {"Einsum", "a product of another form than a convolution's"},
      {"If", "its layers run only under a condition"},
      {"Loop", "its layers run in a loop"},
      {"Scan", "its layers run in a loop"},
      {"Attention", "products of activations with activations"}};
  return reasons;
}

class LayerFinder {
 public:
  explicit LayerFinder(const Graph& graph) : graph_(graph), index_(graph), follower_(graph, index_) {}

  FoundLayers find() {
    for (const Node& node : graph_.nodes)
      if (graph_.constants.count(node.output()) == 0) visit(node);
    for (auto layer = found_.layers.rbegin(); layer != found_.layers.rend(); ++layer)
      follower_.follow(*layer);
    name_layers(graph_, found_.layers);
    return std::move(found_);
  }

 private:
  void visit(const Node& node) {
    if (const auto reason = operators_left_out().find(node.op); reason != operators_left_out().end())
      return leave_out(node, reason->second);
    if (node.op == "QLinearConv")
      return add_integers(node, LayerKind::convolution, qlinear_operands(node, 8));
    if (node.op == "QLinearMatMul")
      return add_integers(node, LayerKind::matmul, qlinear_operands(node, none));
    if (node.op == "QGemm") return add_integers(node, LayerKind::gemm, qlinear_operands(node, 6));
    if (node.op == "ConvInteger") return add_integers(node, LayerKind::convolution, integer_operands(node));
    if (node.op == "MatMulInteger") return add_integers(node, LayerKind::matmul, integer_operands(node));
    if (!node.domain.empty()) return;
    if (node.op == "Conv") return add_floats(node, LayerKind::convolution);
    if (node.op == "Gemm") return add_floats(node, LayerKind::gemm);
    if (node.op == "MatMul") return add_floats(node, LayerKind::matmul);
  }

  const Value* constant(const std::string& tensor) const {
    const auto found = graph_.constants.find(tensor);
    return found == graph_.constants.end() ? nullptr : found->second.get();
  }

  void leave_out(const Node& node, const std::string& reason) {
    found_.left_out.push_back({node.label(), reason});
  }

  /// Why the weights cannot be those of a layer; "" when they can.
  std::string problem_of_weights(const std::string& weights, LayerKind kind) const {
    const Value* value = constant(weights);
    if (value == nullptr)
      return fmt::format("its weights \"{}\" are no constants: they depend on an input", weights);
    const std::size_t rank = value->shape.size();
    if (kind == LayerKind::convolution && rank > 4)
      return fmt::format("a convolution over {} dimensions", rank - 2);
    if (kind == LayerKind::matmul && rank != 2)
      return fmt::format("a product with {} constants, not with one matrix", describe_shape(value->shape));
    return "";
  }

  /// Why the bias cannot be that of a layer; "" when it can, or is none. Gemm adds whole matrices as well.
  std::string problem_of_bias(const LayerPlan& layer) const {
    if (layer.bias.empty()) return "";
    const Value* bias = constant(layer.bias);
    if (bias == nullptr) return fmt::format("its bias \"{}\" is no constant", layer.bias);
    const bool is_per_filter =
        bias->size() == 1 || (bias->size() == layer.filters && bias->shape.back() == layer.filters);
    if (layer.kind != LayerKind::gemm || is_per_filter) return "";
    return fmt::format("its bias \"{}\" is {}, not one number per filter", layer.bias, bias->describe());
  }

  std::size_t filters_of(const Node& node, const std::string& weights, LayerKind kind) const {
    const Shape& shape = constant(weights)->shape;
    if (shape.size() < 2) return 0;  // refused with a message when it runs
    if (kind == LayerKind::convolution) return shape[0];
    const bool transposed = kind == LayerKind::gemm && node.attribute<std::int64_t>("transB", 0) != 0;
    return shape[transposed ? 0 : 1];
  }

  void add_floats(const Node& node, LayerKind kind) {
    LayerPlan layer;
    layer.node = &node;
    layer.kind = kind;
    layer.activations = node.input(0), layer.weights = node.input(1);
    layer.bias = kind == LayerKind::matmul ? "" : node.input(2);
    std::string problem = problem_of_weights(layer.weights, kind);
    if (constant(layer.activations) != nullptr)
      problem = fmt::format("its first operand \"{}\" is a constant, its second is not", layer.activations);
    if (problem.empty()) layer.filters = filters_of(node, layer.weights, kind);
    if (problem.empty()) problem = problem_of_bias(layer);
    if (!problem.empty()) return leave_out(node, problem);
    layer.integers = dequantised_operands(graph_, index_, layer);
    if (kind == LayerKind::convolution && !layer.integers) take_in_padding(layer);
    found_.layers.push_back(std::move(layer));
  }

  void add_integers(const Node& node, LayerKind kind, IntegerOperands integers) {
    LayerPlan layer;
    layer.node = &node;
    layer.kind = kind;
    std::string problem = problem_of_weights(integers.weights, kind);
    if (!integers.bias.empty() && constant(integers.bias) == nullptr)
      problem = fmt::format("its bias \"{}\" is no constant", integers.bias);
    if (!problem.empty()) return leave_out(node, problem);
    layer.filters = filters_of(node, integers.weights, kind);
    layer.activations = integers.activations;
    layer.integers = std::move(integers);
    found_.layers.push_back(std::move(layer));
  }

  /// A Pad with zeros, of rows and columns alone, whose output this convolution reads.
  void take_in_padding(LayerPlan& layer) const {
    const Node* pad = index_.producer(layer.activations);
    if (pad == nullptr || pad->op != "Pad" || !pad->domain.empty()) return;
    const Value* fill = constant(pad->input(2));
    const bool is_zero =
        (pad->input(2).empty() || (fill != nullptr && fill->size() == 1 && fill->at(0) == 0)) &&
        pad->attribute<float>("value", 0) == 0;
    if (pad->attribute<std::string>("mode", "constant") != "constant" || !is_zero) return;
    const auto pads = padding_of(*pad);
    if (!pads || pads->size() != 2 * constant(layer.weights)->shape.size()) return;
    const std::size_t rank = pads->size() / 2;
    for (std::size_t i = 0; i < pads->size(); ++i)
      if ((*pads)[i] < 0 || (i % rank < 2 && (*pads)[i] != 0)) return;
    layer.pad = pad;
    layer.activations = pad->input(0);
  }

  std::optional<Integers> padding_of(const Node& pad) const {
    if (pad.has("pads")) return pad.attribute<Integers>("pads", {});
    const Value* value = constant(pad.input(1));
    if (value == nullptr || is_float(value->type) || !pad.input(3).empty()) return std::nullopt;
    return value->integers();
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  const Graph& graph_;
  const GraphIndex index_;
  Follower follower_;
  FoundLayers found_;
};

}  // namespace

FoundLayers find_layers(const Graph& graph) {
  return LayerFinder(graph).find();
}

}  // namespace scnnsim
