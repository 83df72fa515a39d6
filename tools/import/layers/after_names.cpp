// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/after_layer.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <map>

#include "tools/import/onnx/onnx_definitions.h"

namespace scnnsim {

namespace {

bool is_constant(const Graph& graph, const std::string& tensor) {
  return graph.constants.count(tensor) > 0;
}

/// A bound of Clip, or `otherwise`; not a number when it is no constant.
double clip_bound(const Graph& graph, const Node& node, const char* attribute, std::size_t input,
                  double otherwise) {
  if (node.has(attribute)) return double{node.attribute<float>(attribute, 0)};
  if (node.input(input).empty()) return otherwise;
  const auto found = graph.constants.find(node.input(input));
  const bool is_number = found != graph.constants.end() && found->second->size() == 1;
  return is_number ? found->second->at(0) : std::numeric_limits<double>::quiet_NaN();
}

/// Clip to 0 ... 6 is ReLU6, to 0 ... infinity a ReLU.
std::string clip_name(const Graph& graph, const Node& node) {
  constexpr double largest = double{std::numeric_limits<float>::max()};
  const double lowest = clip_bound(graph, node, "min", 1, -largest),
               highest = clip_bound(graph, node, "max", 2, largest);
  if (lowest != 0) return "clip";
  if (highest == 6) return "relu6";
  return highest >= largest ? "relu" : "clip";
}

/// Whether a ReduceMean averages the planes of (batch, channels, rows, columns).
bool reduces_planes(const Graph& graph, const Node& node) {
  Integers axes = node.attribute<Integers>("axes", {});
  const auto input = graph.constants.find(node.input(1));
  if (input != graph.constants.end() && !is_float(input->second->type)) axes = input->second->integers();
  std::sort(axes.begin(), axes.end());
  return axes == Integers{2, 3} || axes == Integers{-2, -1};
}

std::string lower_case(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

const std::map<std::string, std::string>& elementwise_names() {
  static const std::map<std::string, std::string> names{{"Relu", "relu"},
                                                        {"LeakyRelu", "leakyrelu"},
                                                        {"PRelu", "prelu"},
                                                        {"Elu", "elu"},
                                                        {"Selu", "selu"},
                                                        {"Celu", "celu"},
                                                        {"Sigmoid", "sigmoid"},
                                                        {"Tanh", "tanh"},
                                                        {"HardSigmoid", "hardsigmoid"},
                                                        {"HardSwish", "hardswish"},
                                                        {"Softplus", "softplus"},
                                                        {"Softsign", "softsign"},
                                                        {"Mish", "mish"},
                                                        {"Erf", "erf"},
                                                        {"ThresholdedRelu", "thresholdedrelu"},
                                                        {"Abs", "abs"},
                                                        {"QLinearLeakyRelu", "leakyrelu"},
                                                        {"QLinearSigmoid", "sigmoid"}};
  return names;
}

/// Operators on planes, which need channels before rows and columns.
const std::map<std::string, std::string>& plane_names() {
  static const std::map<std::string, std::string> names{{"MaxPool", "max_pool"},
                                                        {"AveragePool", "average_pool"},
                                                        {"GlobalAveragePool", "average_pool"},
                                                        {"GlobalMaxPool", "max_pool"},
                                                        {"QLinearGlobalAveragePool", "average_pool"},
                                                        {"LRN", "lrn"},
                                                        {"Pad", "pad"},
                                                        {"BatchNormalization", "batchnormalization"},
                                                        {"InstanceNormalization", "instancenormalization"}};
  return names;
}

std::optional<AfterKind> arithmetic_kind(const Graph& graph, const Node& node, std::size_t operand) {
  const bool is_quantised = node.op == "QLinearAdd" || node.op == "QLinearMul";
  const std::size_t other = is_quantised ? 3 - operand : 1 - operand;
  if (operand > (is_quantised ? 3 : 1) || (!is_quantised && node.inputs.size() != 2)) return std::nullopt;
  const bool constant = is_constant(graph, node.input(other)),
             adds = node.op == "Add" || node.op == "Sum" || node.op == "QLinearAdd";
  if (constant)
    return AfterKind{adds                      ? "add_constant"
                     : node.op == "QLinearMul" ? "multiply"
                     : node.op == "Mul"        ? "multiply"
                                               : lower_case(node.op)};
  return AfterKind{adds                                   ? "add"
                   : node.op == "Sub" || node.op == "Div" ? lower_case(node.op)
                                                          : "multiply",
                   true};
}

std::optional<AfterKind> concat_kind(const Node& node, std::size_t operand) {
  if (node.attribute<std::int64_t>("axis", 1) != 1) return std::nullopt;
  if (node.op == "QLinearConcat" && (operand < 2 || (operand - 2) % 3 != 0)) return std::nullopt;
  return AfterKind{"concat"};
}

}  // namespace

bool changes_no_value(const Node& node) {
  if (!node.domain.empty()) return false;
  if (node.op == "Identity" || node.op == "Dropout") return true;
  if (node.op != "Cast") return false;
  const auto to = element_type_of(node.attribute<std::int64_t>("to", 0));
  return to && is_float(*to);
}

std::optional<AfterKind> after_kind(const Graph& graph, const LayerPlan& layer, const Node& node,
                                    std::size_t operand) {
  static const char* const arithmetic[] = {"Add", "Sum", "Sub", "Mul", "Div", "QLinearAdd", "QLinearMul"};
  if (std::find(std::begin(arithmetic), std::end(arithmetic), node.op) != std::end(arithmetic))
    return arithmetic_kind(graph, node, operand);
  const bool reads_planes = !layer.has_channels_last();
  if (node.op == "Concat" || node.op == "QLinearConcat")
    return reads_planes ? concat_kind(node, operand) : std::nullopt;
  if (operand != 0) return std::nullopt;
  if (changes_no_value(node) || node.op == "QuantizeLinear" || node.op == "DequantizeLinear")
    return AfterKind{};
  if (node.op == "Clip") return AfterKind{clip_name(graph, node)};
  if (node.op == "ReduceMean" && reads_planes && reduces_planes(graph, node))
    return AfterKind{"average_pool"};
  const auto elementwise = elementwise_names().find(node.op);
  if (elementwise != elementwise_names().end()) return AfterKind{elementwise->second};
  const auto plane = plane_names().find(node.op);
  if (reads_planes && plane != plane_names().end()) return AfterKind{plane->second};
  return std::nullopt;
}

}  // namespace scnnsim
