// SPDX-License-Identifier: Apache-2.0
#include "traces/layer_yaml.h"

#include <fmt/format.h>

#include <set>

namespace scnnsim {

namespace {

using Number = std::uint32_t;
constexpr ValueRange<Number> positive{1, 1u << 20};
constexpr ValueRange<Number> natural{0, 1u << 20};

std::vector<Number> list(const YamlMap& map, const std::string& key, const std::vector<Number>& otherwise,
                         ValueRange<Number> range) {
  const YamlNode* node = map.find(key);
  return node ? node->as_list<Number>(otherwise.size(), range) : otherwise;
}

LayerShape read_shape(const YamlMap& map) {
  LayerShape shape;
  shape.C = map.required<Number>("C", positive);
  shape.K = map.required<Number>("K", positive);
  shape.H = map.required<Number>("H", positive);
  shape.W = map.required<Number>("W", positive);
  shape.R = map.required<Number>("R", positive);
  shape.S = map.required<Number>("S", positive);
  const auto stride = list(map, "stride", {1, 1}, positive);
  shape.stride_h = stride[0];
  shape.stride_w = stride[1];
  const auto pad = list(map, "pad", {0, 0, 0, 0}, natural);
  shape.pad_top = pad[0];
  shape.pad_left = pad[1];
  shape.pad_bottom = pad[2];
  shape.pad_right = pad[3];
  const auto dilation = list(map, "dilation", {1, 1}, positive);
  shape.dilation_h = dilation[0];
  shape.dilation_w = dilation[1];
  shape.groups = map.optional<Number>("groups", 1, positive);
  check_shape(shape, map.node().where());
  return shape;
}

/// Names of operators: letters a ... z, digits and underscores, a letter first.
std::vector<std::string> read_operators(const YamlNode& list) {
  std::vector<std::string> names;
  for (const YamlNode& item : list.as_sequence()) {
    names.push_back(item.as<std::string>());
    const std::string& name = names.back();
    const bool plain = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (!plain || name.empty() || name.front() < 'a')
      item.fail(fmt::format(
          "got {:?}, expected an operator's name in lower case, such as relu, add or max_pool", name));
  }
  return names;
}

}  // namespace

std::string read_name(const YamlMap& map, const std::string& key) {
  auto name = map.required<std::string>(key);
  if (name.empty()) map.at(key).fail("got nothing, expected a name");
  for (const char c : name)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') map.at(key).fail("holds a control character");
  return name;
}

std::vector<std::string> layer_keys(unsigned version) {
  return {"name",
          "C",
          "K",
          "H",
          "W",
          "R",
          "S",
          "stride",
          "pad",
          "dilation",
          "groups",
          version == 1 ? "relu" : "after",
          "output_shift",
          "granularity",
          "input"};
}

LayerDescription read_layer(const YamlMap& map, bool first) {
  LayerDescription layer;
  layer.name = read_name(map, "name");
  layer.shape = read_shape(map);
  if (map.optional<bool>("relu", false)) layer.after = {"relu"};
  if (const YamlNode* after = map.find("after")) layer.after = read_operators(*after);
  layer.output_shift = map.optional<Number>("output_shift", 0, {0, 31});
  layer.granularity = map.optional("granularity", Granularity::none);
  layer.input = map.optional("input", first ? InputLocation::dram : InputLocation::on_chip);
  return layer;
}

std::string layer_as_yaml(const LayerDescription& layer, unsigned version) {
  const LayerShape& s = layer.shape;
  const std::string after = version == 1 ? fmt::format("relu: {}", layer.rectifies())
                                         : fmt::format("after: [{}]", fmt::join(layer.after, ", "));
  return fmt::format(
      "name: {}, C: {}, K: {}, H: {}, W: {}, R: {}, S: {}, stride: [{}, {}], pad: [{}, {}, {}, {}], "
      "dilation: [{}, {}], "
      "groups: {},\n     {}, output_shift: {}, granularity: {}, input: {}",
      yaml_quote(layer.name), s.C, s.K, s.H, s.W, s.R, s.S, s.stride_h, s.stride_w, s.pad_top, s.pad_left,
      s.pad_bottom, s.pad_right, s.dilation_h, s.dilation_w, s.groups, after, layer.output_shift,
      as_yaml(layer.granularity), to_string(layer.input));
}

bool computes_outputs(const LayerDescription& layer) {
  return layer.after.empty() || (layer.after.size() == 1 && layer.rectifies());
}

bool version_1_describes(const LayerDescription& layer) {
  return layer.after.empty() || layer.after == std::vector<std::string>{"relu"};
}

void check_layer_names(const YamlNode& layers, const std::vector<std::string>& names) {
  if (names.empty()) layers.fail("the list is empty, expected at least one layer");
  std::set<std::string> seen;
  const auto nodes = layers.as_sequence();
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!seen.insert(names[i]).second)
      nodes[i].fail(fmt::format("name: two layers are called \"{}\", expected different names", names[i]));
}

}  // namespace scnnsim
