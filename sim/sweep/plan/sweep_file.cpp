// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_file.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "models/common/config_values.h"
#include "sim/layer/simulate_layer.h"
#include "sim/run/run_errors.h"
#include "traces/support/named_file.h"

namespace scnnsim {

namespace fs = std::filesystem;

namespace {

constexpr const char* relative_to = "relative_to";

std::vector<std::string> known_keys() {
  std::vector<std::string> keys = setting_names();
  keys.insert(keys.end(), {"layers", "values", "config", "set", "axes", "constraints", relative_to});
  return keys;
}

bool is_relative(const std::string& name, const std::string& value) {
  if (value.empty() || fs::path(value).is_absolute()) return false;
  return name == "trace" ||
         ((name == "network" || name == "energy.table" || name == "dram.preset") && means_file(value));
}

/// Whether the file has paths that are relative to its folder.
bool has_relative_paths(const YamlMap& map, const SweepFile& sweep) {
  if (const YamlNode* config = map.find("config"))
    if (means_file(config->as<std::string>())) return true;
  for (const char* name : {"trace", "network", "energy.table", "dram.preset"})
    if (is_relative(name, point_setting(sweep.base, name))) return true;
  for (const AxisChoices& axis : sweep.axes.axes())
    for (const std::vector<Assignment>& choice : axis)
      for (const Assignment& one : choice)
        if (is_relative(one.name, one.value)) return true;
  return false;
}

/// Writes a node as it was read: only texts that were quoted are quoted.
void emit(YAML::Emitter& out, const YAML::Node& node) {
  if (node.IsMap()) {
    out << YAML::BeginMap;
    for (const auto& entry : node) {
      out << YAML::Key << entry.first.Scalar() << YAML::Value;
      emit(out, entry.second);
    }
    out << YAML::EndMap;
  } else if (node.IsSequence()) {
    out << YAML::BeginSeq;
    for (const YAML::Node& item : node) emit(out, item);
    out << YAML::EndSeq;
  } else if (node.IsNull()) {
    out << YAML::Null;
  } else {
    if (node.Tag() == "!") out << YAML::DoubleQuoted;
    out << node.Scalar();
  }
}

/// The document written anew with another `relative_to`. Comments are lost.
std::string rewritten(const YAML::Node& document, const fs::path& folder) {
  YAML::Emitter out;
  out << YAML::BeginMap << YAML::Key << relative_to << YAML::Value << YAML::DoubleQuoted << folder.string();
  for (const auto& entry : document) {
    if (entry.first.Scalar() == relative_to) continue;
    out << YAML::Key << entry.first.Scalar() << YAML::Value;
    emit(out, entry.second);
  }
  out << YAML::EndMap;
  return std::string(out.c_str()) + "\n";
}

/// The file's text with `relative_to` on a line of its own before the first key.
std::string with_first_key(const std::string& text, const YAML::Mark& first, const fs::path& folder) {
  std::size_t line = 0;
  for (int i = 0; i < first.line; ++i) line = text.find('\n', line) + 1;
  std::string changed = text;
  const std::string indent(static_cast<std::size_t>(first.column), ' ');
  changed.insert(line, fmt::format("{0}# What paths below are relative to:\n{0}{1}: {2}\n", indent,
                                   relative_to, yaml_quote(folder.string())));
  return changed;
}

/// Whether with_first_key() works: the document is in block style and its first key begins a line.
bool takes_first_key(const std::string& text, const YAML::Node& document) {
  if (document.Style() != YAML::EmitterStyle::Block || document[relative_to]) return false;
  const YAML::Mark first = document.begin()->first.Mark();
  std::size_t line = 0;
  for (int i = 0; i < first.line; ++i) line = text.find('\n', line) + 1;
  return text.find_first_not_of(' ', line) == line + static_cast<std::size_t>(first.column);
}

/// The file's text for a copy in another folder: its paths stay relative to `folder`.
std::string movable(std::string text, const fs::path& folder) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.compare(0, byte_order_mark.size(), byte_order_mark) == 0) text.erase(0, byte_order_mark.size());
  const YAML::Node document = YAML::Load(text);
  return takes_first_key(text, document) ? with_first_key(text, document.begin()->first.Mark(), folder)
                                         : rewritten(document, folder);
}

/// Reads the settings: one value is for all points, several are an axis.
void read_settings(const YamlMap& map, SweepFile& sweep) {
  for (const std::string& name : setting_names()) {
    const YamlNode* node = map.find(name);
    if (node == nullptr) continue;
    if (node->is_map() || node->is_sequence())
      sweep.axes.add_grid(name, *node);
    else
      set_point_setting(sweep.base, name, node->as<std::string>(), node->file_and_line());
  }
}

void read_set(const YamlNode& node, SweepFile& sweep) {
  const YamlMap map = node.as_map();
  for (const auto& [name, value] : map.entries()) {
    require_parameter(name, value.file_and_line());
    set_point_setting(sweep.base, name, value.as<std::string>(), value.file_and_line());
  }
}

/// Refuses `density` together with a name that it sets, whether for all points or as an axis.
void refuse_both_densities(const YamlMap& map, const SweepFile& sweep) {
  const std::vector<std::string>& axes = sweep.axes.names();
  const auto is_given = [&](const char* name) {
    return map.has(name) || std::find(axes.begin(), axes.end(), name) != axes.end();
  };
  for (const char* name : {"weight_density", "activation_density"}) {
    if (!is_given("density") || !is_given(name)) continue;
    const YamlNode& node = map.has(name) ? map.at(name) : map.at(map.has("density") ? "density" : "axes");
    node.fail(
        fmt::format("density and {0} are both given, but density sets {0}, too: expected "
                    "weight_density and activation_density instead of density",
                    name));
  }
}

/// Refuses names that are given both for all points and as an axis.
void refuse_given_twice(const YamlMap& map, const SweepFile& sweep) {
  refuse_both_densities(map, sweep);
  const YamlNode* set = map.find("set");
  for (const std::string& name : sweep.axes.names()) {
    const YamlNode* value = map.find(name);
    if (value != nullptr && !value->is_map() && !value->is_sequence())
      value->fail("is also an axis, which would set it again");
    if (set != nullptr && set->as_map().has(name))
      set->as_map().at(name).fail("is also an axis, which would set it again");
  }
}

}  // namespace

std::string SweepFile::path(const std::string& relative) const {
  return means_file(relative) ? (folder / relative).lexically_normal().string() : relative;
}

SweepFile read_sweep(const NamedText& source) {
  const YamlNode document = source.parse();
  const YamlMap map = document.as_map(known_keys());
  SweepFile sweep;
  sweep.name = source.place;
  sweep.text = source.text;
  const fs::path file = fs::current_path() / (source.is_built_in ? "." : source.place);
  const fs::path own_folder = file.lexically_normal().parent_path();
  const fs::path chosen = map.optional<std::string>(relative_to, "");
  sweep.folder = chosen.empty() ? own_folder : (own_folder / chosen).lexically_normal();
  if (const YamlNode* config = map.find("config"))
    sweep.base.config = name_errors(config->where(),
                                    [&] { return load_named_config(sweep.path(config->as<std::string>())); });
  if (const YamlNode* set = map.find("set")) read_set(*set, sweep);
  if (const YamlNode* layers = map.find("layers")) {
    for (const YamlNode& layer : layers->as_sequence()) sweep.layers.push_back(layer.as<std::string>());
    if (sweep.layers.empty()) layers->fail("names no layer, expected some; leave it out for all layers");
  }
  sweep.base.generate.layers = sweep.layers;
  sweep.values = map.optional<Values>("values", Values::on) == Values::on;
  read_settings(map, sweep);
  if (const YamlNode* axes = map.find("axes")) {
    if (!axes->is_sequence()) axes->fail("expected a list of blocks, each `- grid:`, `- zip:` or `- list:`");
    for (const YamlNode& block : axes->as_sequence()) sweep.axes.add_block(block);
  }
  refuse_given_twice(map, sweep);
  if (!chosen.is_absolute() && has_relative_paths(map, sweep))
    sweep.text = movable(source.text, sweep.folder);
  if (const YamlNode* constraints = map.find("constraints"))
    for (const YamlNode& constraint : constraints->as_sequence()) sweep.constraints.emplace_back(constraint);
  return sweep;
}

SweepFile load_sweep(const std::string& name_or_file) {
  return read_sweep(load_named_text("sweeps", name_or_file, "sweep"));
}

}  // namespace scnnsim
