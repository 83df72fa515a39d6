// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/channel_constant.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "traces/support/error.h"

namespace scnnsim {

namespace {

ChannelAffine neutral(std::size_t filters) {
  return {std::vector<double>(filters, 1), std::vector<double>(filters, 0)};
}

/// Distance of the channels from a shape's last dimension; nothing where the rank is not known.
std::size_t channel_position(const Graph& graph, const LayerPlan& layer) {
  if (layer.has_channels_last()) return 0;
  const auto weights = graph.constants.find(layer.weights);
  return weights->second->shape.size() - 2;
}

/// The constant's element for each filter, if it has one per filter or one for all.
std::optional<std::vector<double>> per_channel(const Graph& graph, const LayerPlan& layer,
                                               const std::string& tensor) {
  const auto found = graph.constants.find(tensor);
  if (found == graph.constants.end() || !is_float(found->second->type)) return std::nullopt;
  const Value& value = *found->second;
  const std::size_t rank = value.shape.size(), channels = channel_position(graph, layer);
  if (!layer.has_channels_last() && rank > channels + 2) return std::nullopt;
  for (std::size_t d = 0; d < rank; ++d) {
    const std::size_t size = value.shape[rank - 1 - d];
    if (size != 1 && (d != channels || size != layer.filters)) return std::nullopt;
  }
  std::vector<double> elements(layer.filters);
  for (std::size_t k = 0; k < layer.filters; ++k) elements[k] = value.at(value.size() == 1 ? 0 : k);
  return elements;
}

std::optional<ChannelAffine> batch_normalization(const Graph& graph, const LayerPlan& layer, const Node& node,
                                                 std::size_t operand) {
  if (operand != 0 || layer.kind == LayerKind::matmul) return std::nullopt;
  const Value* parameters[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const auto found = graph.constants.find(node.input(i + 1));
    if (found == graph.constants.end() || found->second->size() != layer.filters ||
        !is_float(found->second->type))
      return std::nullopt;
    parameters[i] = found->second.get();
  }
  const double epsilon = double{node.attribute<float>("epsilon", 1e-5F)};
  ChannelAffine affine = neutral(layer.filters);
  for (std::size_t k = 0; k < layer.filters; ++k) {
    affine.scale[k] = parameters[0]->at(k) / std::sqrt(parameters[3]->at(k) + epsilon);
    affine.shift[k] = parameters[1]->at(k) - parameters[2]->at(k) * affine.scale[k];
  }
  return affine;
}

std::optional<ChannelAffine> arithmetic(const Graph& graph, const LayerPlan& layer, const Node& node,
                                        std::size_t operand) {
  const bool is_divisor = node.op == "Div" && operand == 1;
  if (node.inputs.size() != 2 || operand > 1 || is_divisor) return std::nullopt;
  const auto constant = per_channel(graph, layer, node.input(1 - operand));
  if (!constant) return std::nullopt;
  ChannelAffine affine = neutral(layer.filters);
  for (std::size_t k = 0; k < layer.filters; ++k) {
    const double c = (*constant)[k];
    if (node.op == "Mul") affine.scale[k] = c;
    if (node.op == "Div") affine.scale[k] = 1 / c;
    if (node.op == "Add") affine.shift[k] = c;
    if (node.op == "Sub") affine.scale[k] = operand == 0 ? 1 : -1, affine.shift[k] = operand == 0 ? -c : c;
  }
  return affine;
}

void check_finite(const ChannelAffine& affine, const Node& node) {
  for (std::size_t k = 0; k < affine.scale.size(); ++k)
    if (!std::isfinite(affine.scale[k]) || !std::isfinite(affine.shift[k]))
      throw UserError(fmt::format("{}: channel {}: scales by {} and adds {}, expected finite numbers",
                                  node.label(), k, affine.scale[k], affine.shift[k]));
}

}  // namespace

bool ChannelAffine::scales() const {
  return std::any_of(scale.begin(), scale.end(), [](double s) { return s != 1; });
}

bool ChannelAffine::shifts() const {
  return std::any_of(shift.begin(), shift.end(), [](double s) { return s != 0; });
}

std::optional<ChannelAffine> as_affine(const Graph& graph, const LayerPlan& layer, const Node& node,
                                       std::size_t operand) {
  std::optional<ChannelAffine> affine;
  if (!node.domain.empty()) return affine;
  if (node.op == "BatchNormalization") affine = batch_normalization(graph, layer, node, operand);
  if (node.op == "Add" || node.op == "Sub" || node.op == "Mul" || node.op == "Div")
    affine = arithmetic(graph, layer, node, operand);
  if (affine) check_finite(*affine, node);
  return affine;
}

ChannelAffine folded_affine(const Graph& graph, const LayerPlan& layer) {
  ChannelAffine total = neutral(layer.filters);
  for (const FoldedNode& folded : layer.folded) {
    const auto one = as_affine(graph, layer, *folded.node, folded.operand);
    if (!one) continue;  // changes no value
    for (std::size_t k = 0; k < layer.filters; ++k) {
      total.scale[k] *= one->scale[k];
      total.shift[k] = total.shift[k] * one->scale[k] + one->shift[k];
    }
  }
  return total;
}

}  // namespace scnnsim
