// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/layer_names.h"

#include <fmt/format.h>

#include <set>

namespace scnnsim {

namespace {

bool starts_with(const std::string& text, const std::string& beginning) {
  return text.compare(0, beginning.size(), beginning) == 0;
}

/// "features.1.conv" of "/features/features.1/conv/Conv", a node's name as torch.onnx.export writes it: the
/// modules around the operator, each with the names of the containers that it stands in. Empty where the
/// operator stands in no module.
std::string module_of_scope(const std::string& node) {
  std::string path, last;
  for (std::size_t begin = 1, end; (end = node.find('/', begin)) != std::string::npos; begin = end + 1) {
    const std::string part = node.substr(begin, end - begin);
    const bool repeats_container = !last.empty() && starts_with(part, last + ".");
    if (repeats_container) path.resize(path.size() - last.size());
    if (!repeats_container && !path.empty()) path += '.';
    path += part;
    last = part;
  }
  return path;
}

/// "features.1.conv" of the initializer "features.1.conv.weight". Empty for names that the export made up, as
/// it does where it folds a batch normalisation ("onnx::Conv_7"), and for other tensors.
std::string module_of_weights(const std::string& tensor) {
  static const std::string suffix = ".weight";
  const bool is_weight = tensor.size() > suffix.size() &&
                         tensor.compare(tensor.size() - suffix.size(), suffix.size(), suffix) == 0;
  return is_weight ? tensor.substr(0, tensor.size() - suffix.size()) : "";
}

std::string module_of(const LayerPlan& layer) {
  const std::string by_weights = module_of_weights(layer.weights);
  if (!by_weights.empty()) return by_weights;
  return starts_with(layer.node->name, "/") ? module_of_scope(layer.node->name) : "";
}

}  // namespace

void name_layers(const Graph& graph, std::vector<LayerPlan>& layers) {
  const bool has_modules = starts_with(graph.producer, "pytorch");
  std::set<std::string> taken;
  for (LayerPlan& layer : layers) {
    const std::string module = has_modules ? module_of(layer) : "";
    const std::string base = module.empty() ? layer.node->name : module;
    layer.name = base;
    for (int number = 2; !taken.insert(layer.name).second; ++number)
      layer.name = fmt::format("{}-{}", base, number);
  }
}

}  // namespace scnnsim
