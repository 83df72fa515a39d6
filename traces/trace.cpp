// SPDX-License-Identifier: Apache-2.0
#include "traces/trace.h"

#include <fmt/format.h>

#include "traces/layer_yaml.h"
#include "traces/support/files.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

/// A file name inside the trace folder, which no `..` or absolute path may leave.
std::string inside(const YamlNode& node) {
  auto name = node.as<std::string>();
  const fs::path path(name);
  bool leaves = name.empty() || path.is_absolute() || name.find('\0') != std::string::npos;
  for (const fs::path& part : path) leaves = leaves || part == "..";
  if (leaves) node.fail(fmt::format("got {:?}, expected the name of a file inside the trace's folder", name));
  return name;
}

std::string optional_file(const YamlMap& map, const std::string& key) {
  const YamlNode* node = map.find(key);
  return node ? inside(*node) : "";
}

TraceLayer read_trace_layer(const YamlNode& node, bool first) {
  std::vector<std::string> keys = layer_keys();
  keys.insert(keys.end(), {"weights", "activations", "bias", "output"});
  const YamlMap map = node.as_map(keys);
  TraceLayer layer;
  layer.description = read_layer(map, first);
  layer.weights_file = inside(map.at("weights"));
  layer.activations_file = inside(map.at("activations"));
  layer.bias_file = optional_file(map, "bias");
  layer.output_file = optional_file(map, "output");
  return layer;
}

void check_is_folder(const fs::path& folder) {
  std::error_code error;
  const fs::file_type type = fs::status(folder, error).type();
  if (type == fs::file_type::directory) return;
  std::string problem = "is no folder";
  if (type == fs::file_type::not_found) problem = "does not exist";
  if (type == fs::file_type::none) problem = error.message();
  throw UserError(
      fmt::format("trace {}: {}, expected a folder that holds trace.yaml", folder.string(), problem));
}

}  // namespace

Trace Trace::open(const fs::path& folder) {
  check_is_folder(folder);
  open_regular_file(folder / "trace.yaml", "");
  const YamlNode document = YamlNode::load(folder / "trace.yaml");
  const YamlMap map = document.as_map({"version", "network", "layers", "provenance"});
  map.required<unsigned>("version", {1, 1});
  Trace trace;
  trace.folder = folder;
  trace.network = read_name(map, "network");
  if (const YamlNode* provenance = map.find("provenance")) trace.provenance = provenance->as_yaml();
  std::vector<std::string> names;
  for (const YamlNode& node : map.at("layers").as_sequence()) {
    trace.layers.push_back(read_trace_layer(node, trace.layers.empty()));
    names.push_back(trace.layers.back().description.name);
  }
  check_layer_names(map.at("layers"), names);
  return trace;
}

}  // namespace scnnsim
