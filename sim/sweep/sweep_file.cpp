// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/sweep_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/common/config_values.h"
#include "sim/values.h"
#include "traces/named_file.h"

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
  return name == "trace" || ((name == "network" || name == "energy.table") && means_file(value));
}

/// Whether anything in the file depends on where it lies.
bool has_relative_paths(const YamlMap& map, const SweepFile& sweep) {
  if (const YamlNode* config = map.find("config"))
    if (means_file(config->as<std::string>())) return true;
  for (const char* name : {"trace", "network", "energy.table"})
    if (is_relative(name, point_setting(sweep.base, name))) return true;
  for (const AxisChoices& axis : sweep.axes.axes())
    for (const std::vector<Assignment>& choice : axis)
      for (const Assignment& one : choice)
        if (is_relative(one.name, one.value)) return true;
  return false;
}

/// The file as read, to be copied beside the results: what is relative stays where it is.
std::string movable(const std::string& text, const fs::path& folder) {
  return fmt::format("{}{}\n# Paths above are relative to:\n{}: {}\n", text,
                     text.empty() || text.back() == '\n' ? "" : "\n", relative_to,
                     yaml_quote(folder.string()));
}

/// One value is the same for all points; several are an axis.
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

/// Names that are given both for all points and as an axis.
void refuse_given_twice(const YamlMap& map, const SweepFile& sweep) {
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
  sweep.folder = map.optional<std::string>(relative_to, file.lexically_normal().parent_path().string());
  if (const YamlNode* config = map.find("config"))
    sweep.base.config = load_named_config(sweep.path(config->as<std::string>()));
  if (const YamlNode* set = map.find("set")) read_set(*set, sweep);
  if (const YamlNode* layers = map.find("layers"))
    for (const YamlNode& layer : layers->as_sequence()) sweep.layers.push_back(layer.as<std::string>());
  sweep.base.generate.layers = sweep.layers;
  sweep.values = map.optional<Values>("values", Values::on) == Values::on;
  read_settings(map, sweep);
  if (const YamlNode* axes = map.find("axes"))
    for (const YamlNode& block : axes->as_sequence()) sweep.axes.add_block(block);
  refuse_given_twice(map, sweep);
  if (!map.has(relative_to) && has_relative_paths(map, sweep))
    sweep.text = movable(source.text, sweep.folder);
  if (const YamlNode* constraints = map.find("constraints"))
    for (const YamlNode& constraint : constraints->as_sequence()) sweep.constraints.emplace_back(constraint);
  return sweep;
}

SweepFile load_sweep(const std::string& name_or_file) {
  return read_sweep(load_named_text("sweeps", name_or_file, "sweep"));
}

}  // namespace scnnsim
