// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/paper_network.h"

namespace scnnsim {

std::string item_of_layer(const std::string& layer) {
  const std::string prefix = "inception_";
  const std::size_t slash = layer.find('/');
  if (layer.rfind(prefix, 0) != 0 || slash == std::string::npos) return layer;
  return "IC_" + layer.substr(prefix.size(), slash - prefix.size());
}

std::vector<PaperItem> items_of(const std::string& name, const Network& network) {
  std::vector<PaperItem> items;
  for (const NetworkLayer& layer : network.layers) {
    const std::string item = item_of_layer(layer.description.name);
    if (items.empty() || items.back().item != item) items.push_back({name, item, {}});
    items.back().layers.push_back(layer.description.name);
  }
  return items;
}

std::vector<std::string> layers_of(const std::vector<PaperItem>& items) {
  std::vector<std::string> layers;
  for (const PaperItem& item : items) layers.insert(layers.end(), item.layers.begin(), item.layers.end());
  return layers;
}

}  // namespace scnnsim
