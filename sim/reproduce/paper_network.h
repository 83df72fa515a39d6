// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "traces/network.h"

namespace scnnsim {

/// A network as a paper's figures show it.
struct PaperNetwork {
  std::string name;    ///< in the paper
  std::string config;  ///< in configs/networks
};

/// A bar of the paper's figures: a layer, or a GoogLeNet module with its six layers.
struct PaperItem {
  std::string network, item;
  std::vector<std::string> layers;
};

/// "IC_3a" for layer "inception_3a/1x1"; the layer's own name otherwise.
std::string item_of_layer(const std::string& layer);

/// A network's items, in order.
std::vector<PaperItem> items_of(const std::string& name, const Network& network);

/// Names of all layers of the items.
std::vector<std::string> layers_of(const std::vector<PaperItem>& items);

}  // namespace scnnsim
