// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/quantised_operands.h"

#include <algorithm>
#include <cmath>

namespace scnnsim {

namespace {

const Node* dequantizer(const GraphIndex& index, const std::string& tensor) {
  const Node* node = index.producer(tensor);
  return node != nullptr && node->op == "DequantizeLinear" ? node : nullptr;
}

/// The axis of the weights that counts filters.
std::int64_t filter_axis(const LayerPlan& layer) {
  if (layer.kind == LayerKind::convolution) return 0;
  return layer.kind == LayerKind::gemm && layer.node->attribute<std::int64_t>("transB", 0) != 0 ? 0 : 1;
}

bool has_scale_per_filter(const Graph& graph, const LayerPlan& layer, const Node& weights) {
  const auto scale = graph.constants.find(weights.input(1));
  const auto integers = graph.constants.find(weights.input(0));
  if (scale == graph.constants.end() || integers == graph.constants.end() || is_float(integers->second->type))
    return false;
  const auto rank = static_cast<std::int64_t>(integers->second->shape.size());
  std::int64_t axis = weights.attribute<std::int64_t>("axis", 1);
  if (axis < 0) axis += rank;
  return scale->second->size() == 1 || (axis == filter_axis(layer) && scale->second->size() == layer.filters);
}

bool has_no_zero_point(const Graph& graph, const Node& dequantize) {
  if (dequantize.input(2).empty()) return true;
  const auto found = graph.constants.find(dequantize.input(2));
  if (found == graph.constants.end() || is_float(found->second->type)) return false;
  const auto& zeros = found->second->integers();
  return std::all_of(zeros.begin(), zeros.end(), [](std::int64_t zero) { return zero == 0; });
}

/// Whether the bias can be added to the sums: its scale is that of activations x weights, within float32's
/// rounding.
bool has_scale_of_products(const Graph& graph, const IntegerOperands& operands, const Node& bias) {
  const auto scale = graph.constants.find(bias.input(1));
  if (scale == graph.constants.end()) return false;
  const Value &bias_scales = *scale->second, &weight_scales = *graph.constants.at(operands.weight_scale);
  const double activations = graph.constants.at(operands.activation_scale)->at(0);
  const std::size_t filters = std::max(bias_scales.size(), weight_scales.size());
  for (const Value* one : {&bias_scales, &weight_scales})
    if (one->size() != 1 && one->size() != filters) return false;
  constexpr double rounding = 1e-6;
  for (std::size_t k = 0; k < filters; ++k) {
    const double product = activations * weight_scales.at(weight_scales.size() == 1 ? 0 : k);
    const double difference = bias_scales.at(bias_scales.size() == 1 ? 0 : k) - product;
    if (!(std::fabs(difference) <= rounding * product)) return false;
  }
  return true;
}

}  // namespace

IntegerOperands qlinear_operands(const Node& node, std::size_t bias) {
  return {node.input(0), node.input(2), node.input(1),   node.input(3),
          node.input(5), node.input(4), node.input(bias)};
}

IntegerOperands integer_operands(const Node& node) {
  return {node.input(0), node.input(2), "", node.input(1), node.input(3), "", ""};
}

std::optional<IntegerOperands> dequantised_operands(const Graph& graph, const GraphIndex& index,
                                                    const LayerPlan& layer) {
  const Node *activations = dequantizer(index, layer.activations),
             *weights = dequantizer(index, layer.weights);
  if (activations == nullptr || weights == nullptr || !has_scale_per_filter(graph, layer, *weights))
    return std::nullopt;
  const auto scale = graph.constants.find(activations->input(1));
  if (scale == graph.constants.end() || scale->second->size() != 1) return std::nullopt;
  if (layer.node->attribute<float>("alpha", 1) != 1 || layer.node->attribute<float>("beta", 1) != 1)
    return std::nullopt;
  IntegerOperands operands{activations->input(0),
                           activations->input(2),
                           activations->input(1),
                           weights->input(0),
                           weights->input(2),
                           weights->input(1),
                           ""};
  if (const Node* bias = dequantizer(index, layer.bias);
      bias != nullptr && has_no_zero_point(graph, *bias) && has_scale_of_products(graph, operands, *bias))
    operands.bias = bias->input(0);
  return operands;
}

}  // namespace scnnsim
