// SPDX-License-Identifier: Apache-2.0
#include "traces/network.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/layer_yaml.h"
#include "traces/support/named_file.h"

namespace scnnsim {

namespace {

constexpr const char* folder = "networks";

/// `activations: {pattern: correlated, shared: 0.03}`: a pattern, parameters that it takes, or both.
void read_activations(const YamlNode& node, NetworkLayer& layer) {
  std::vector<std::string> keys{"pattern"};
  for (const PatternParameter& parameter : pattern_parameters()) keys.emplace_back(parameter.name);
  const YamlMap map = node.as_map(keys);
  layer.activation_pattern = map.if_given<std::string>("pattern");
  if (layer.activation_pattern) pattern_defaults(*layer.activation_pattern, map.at("pattern").where());
  for (const PatternParameter& parameter : pattern_parameters()) {
    layer.pattern.*parameter.member = map.if_given<double>(parameter.name, parameter.range);
    if (!map.has(parameter.name) || !layer.activation_pattern) continue;
    const std::vector<std::string> takers = patterns_with(parameter);
    if (std::find(takers.begin(), takers.end(), *layer.activation_pattern) == takers.end())
      map.at(parameter.name)
          .fail(fmt::format("the pattern {} has none, expected one of {}", *layer.activation_pattern,
                            fmt::join(takers, ", ")));
  }
}

NetworkLayer read_network_layer(const YamlNode& node, bool first) {
  std::vector<std::string> keys = layer_keys();
  keys.insert(keys.end(), {"weight_density", "input_density", "output_density", "activations"});
  const YamlMap map = node.as_map(keys);
  NetworkLayer layer;
  layer.description = read_layer(map, first);
  layer.has_output_shift = map.has("output_shift");
  layer.weight_density = map.if_given<double>("weight_density", {0, 1});
  layer.input_density = map.if_given<double>("input_density", {0, 1});
  layer.output_density = map.if_given<double>("output_density", {0, 1});
  if (const YamlNode* activations = map.find("activations")) read_activations(*activations, layer);
  return layer;
}

}  // namespace

Network read_network(const YamlNode& document) {
  const YamlMap map = document.as_map({"name", "source", "layers"});
  Network network;
  network.name = read_name(map, "name");
  network.source = map.optional<std::string>("source", "");
  std::vector<std::string> names;
  for (const YamlNode& node : map.at("layers").as_sequence()) {
    network.layers.push_back(read_network_layer(node, network.layers.empty()));
    names.push_back(network.layers.back().description.name);
  }
  check_layer_names(map.at("layers"), names);
  return network;
}

Network find_network(const std::string& name_or_file) {
  return read_network(load_named_file(folder, name_or_file, "network"));
}

std::vector<std::string> network_names() {
  return named_files(folder);
}

}  // namespace scnnsim
