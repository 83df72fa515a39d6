// SPDX-License-Identifier: Apache-2.0
#include "traces/trace.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/layer_yaml.h"
#include "traces/network.h"
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

/// The map of a layer. Keys of the other version are refused with what to do.
YamlMap layer_map(const YamlNode& node, unsigned version) {
  std::vector<std::string> keys = layer_keys(version);
  keys.insert(keys.end(), {"weights", "activations", "bias", "output"});
  const std::vector<std::string> foreign =
      version == 1 ? std::vector<std::string>{"after", "written"} : std::vector<std::string>{"relu"};
  keys.insert(keys.end(), foreign.begin(), foreign.end());
  if (version > 1) keys.emplace_back("written");
  YamlMap map = node.as_map(keys);
  for (const std::string& key : foreign)
    if (map.has(key))
      map.at(key).fail(version == 1
                           ? "a key of version 2 in a trace of version 1; expected `version: 2`"
                           : "no key of version 2; expected `after: [relu]` for true, `after: []` for "
                             "false");
  return map;
}

TraceLayer read_trace_layer(const YamlNode& node, bool first, unsigned version) {
  const YamlMap map = layer_map(node, version);
  TraceLayer layer;
  layer.description = read_layer(map, first);
  layer.weights_file = inside(map.at("weights"));
  layer.activations_file = inside(map.at("activations"));
  layer.bias_file = optional_file(map, "bias");
  layer.output_file = optional_file(map, "output");
  layer.written_file = optional_file(map, "written");
  if (layer.written_file.empty() && !computes_outputs(layer.description))
    map.at("after").fail(
        fmt::format("got [{}] without a `written` tensor; expected [], [relu] or [relu6], or `written` with "
                    "the file of the "
                    "tensor that is written to memory after these operators",
                    fmt::join(layer.description.after, ", ")));
  return layer;
}

/// Traces inside a folder that is none itself, as one of several images is: for the message.
std::vector<std::string> traces_inside(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (std::error_code ignored; fs::exists(entry->path() / "trace.yaml", ignored))
      names.push_back(entry->path().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// For the name of a network, of which there is no trace yet, or a slip of one.
std::string generate_hint(const std::string& name) {
  const std::vector<std::string> networks = network_names();
  const bool is_network = std::find(networks.begin(), networks.end(), name) != networks.end();
  const std::string known = is_network ? name : nearest_name(name, networks);
  if (known.empty()) return "";
  const Network network = find_network(known);
  const auto lacks = [&](std::optional<double> NetworkLayer::*density) {
    return std::any_of(network.layers.begin(), network.layers.end(),
                       [&](const NetworkLayer& layer) { return !(layer.*density); });
  };
  return fmt::format(
      "; {3}{0}{4}, of which this command makes a trace: scnnsim trace generate --network {0} "
      "--granularity element{1}{2} --out {0}",
      known, lacks(&NetworkLayer::weight_density) ? " --weight-density 0.4" : "",
      lacks(&NetworkLayer::input_density) ? " --activation-density 0.4" : "",
      is_network ? "" : "did you mean the network ", is_network ? " is a network" : "");
}

void check_is_folder(const fs::path& folder) {
  constexpr std::size_t most_named = 5;
  std::error_code error;
  const fs::file_type type = fs::status(folder, error).type();
  std::string problem = "is no folder", hint;
  if (type == fs::file_type::not_found) {
    problem = "does not exist";
    hint = generate_hint(folder.string());
  }
  if (type == fs::file_type::none) problem = error.message();
  if (type == fs::file_type::directory) {
    if (fs::symlink_status(folder / "trace.yaml", error).type() != fs::file_type::not_found) return;
    problem = "holds no trace.yaml";
    const std::vector<std::string> traces = traces_inside(folder);
    const auto named = traces.begin() + static_cast<std::ptrdiff_t>(std::min(traces.size(), most_named));
    if (!traces.empty())
      hint = fmt::format("; it holds the traces {}{}", fmt::join(traces.begin(), named, ", "),
                         traces.size() > most_named ? " ..." : "");
  }
  throw UserError(
      fmt::format("trace {}: {}, expected a folder that holds trace.yaml{}", folder.string(), problem, hint));
}

}  // namespace

Trace Trace::open(const fs::path& folder) {
  check_is_folder(folder);
  open_regular_file(folder / "trace.yaml", "");
  const YamlNode document = YamlNode::load(folder / "trace.yaml");
  const YamlMap map = document.as_map({"version", "network", "layers", "provenance"});
  Trace trace;
  trace.version = map.required<unsigned>("version", {1, newest_trace_version});
  trace.folder = folder;
  trace.network = read_name(map, "network");
  if (const YamlNode* provenance = map.find("provenance")) trace.provenance = provenance->as_yaml();
  std::vector<std::string> names;
  for (const YamlNode& node : map.at("layers").as_sequence()) {
    trace.layers.push_back(read_trace_layer(node, trace.layers.empty(), trace.version));
    names.push_back(trace.layers.back().description.name);
  }
  check_layer_names(map.at("layers"), names);
  return trace;
}

}  // namespace scnnsim
