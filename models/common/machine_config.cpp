// SPDX-License-Identifier: Apache-2.0
#include "models/common/machine_config.h"

#include <fmt/format.h>

#include "models/common/config_values.h"
#include "models/memory/banked/banked_timing.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"
#include "traces/support/named_file.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {
namespace {

/// Keys of each group, in order of declaration.
std::vector<std::pair<std::string, std::vector<std::string>>> known_keys() {
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  const MachineConfig defaults;
  MachineConfig::for_each(defaults, [&](const ParameterInfo& info, const auto&) {
    if (groups.empty() || groups.back().first != info.group) groups.push_back({std::string(info.group), {}});
    groups.back().second.emplace_back(info.name);
  });
  return groups;
}

std::vector<std::string> group_names() {
  std::vector<std::string> names;
  for (const auto& group : known_keys()) names.push_back(group.first);
  return names;
}

void read_group(const YamlMap& values, std::string_view group, MachineConfig& config) {
  MachineConfig::for_each(config, [&](const ParameterInfo& info, auto& value) {
    using Value = std::decay_t<decltype(value)>;
    if (info.group != group) return;
    if (const YamlNode* node = values.find(std::string(info.name)))
      value = node->as<Value>(allowed_range<Value>(info));
  });
}

/// Refuses keys written as on the command line, "pe_array.rows: 8". The message shows the nested form.
void refuse_flat_keys(const YamlNode& document) {
  if (!document.is_map()) return;
  const YamlMap map = document.as_map();
  for (const auto& [key, node] : map.entries()) {
    const std::size_t dot = key.find('.');
    if (dot == std::string::npos) continue;
    const std::string group = key.substr(0, dot), name = key.substr(dot + 1);
    for (const std::string& known : group_names())
      if (known == group)
        node.fail(fmt::format("expected nested keys: a line \"{}:\" and, indented below it, \"{}: ...\"",
                              group, name));
  }
}

MachineConfig read_config(const YamlNode& document) {
  MachineConfig config;
  refuse_flat_keys(document);
  const YamlMap groups = document.as_map(group_names());
  for (const auto& [group, keys] : known_keys())
    if (const YamlNode* node = groups.find(group)) read_group(node->as_map(keys), group, config);
  return config;
}

/// "banks" may be meant as accumulator.banks. Returns when no key has that name.
void refuse_name_without_group(const std::string& name, const std::string& where) {
  std::vector<std::string> keys;
  for (const auto& [group, names] : known_keys())
    for (const std::string& known : names)
      if (known == name) keys.push_back(fmt::format("{}.{}", group, known));
  if (!keys.empty())
    throw UserError(fmt::format("{}: unknown key \"{}\" (did you mean \"{}\"?)", where, name,
                                fmt::join(keys, "\" or \"")));
}

}  // namespace

MachineConfig load_config(const std::filesystem::path& file) {
  MachineConfig config = read_config(YamlNode::load(file));
  // A relative path is relative to the file, not to the working directory.
  for (std::string* named : {&config.energy.table, &config.dram.preset})
    if (means_file(*named)) *named = (file.parent_path() / *named).lexically_normal().string();
  return config;
}

MachineConfig load_named_config(const std::string& name_or_file) {
  if (means_file(name_or_file)) return load_config(name_or_file);
  return read_config(load_named_file("hardware", name_or_file, "machine configuration"));
}

void require_parameter(const std::string& key, const std::string& where) {
  const std::size_t dot = key.find('.');
  const std::string group = key.substr(0, dot);
  for (const auto& [known_group, names] : known_keys()) {
    if (known_group != group) continue;
    const std::string name = dot == std::string::npos ? "" : key.substr(dot + 1);
    for (const std::string& known : names)
      if (known == name) return;
    throw UserError(where + ": " + unknown_name("key of " + group, name, "known keys", names));
  }
  if (dot == std::string::npos) refuse_name_without_group(key, where);
  throw UserError(where + ": " + unknown_name("key group", group, "known groups", group_names()));
}

void set_parameter(MachineConfig& config, const std::string& assignment, const std::string& where) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos)
    throw UserError(fmt::format("{}: got \"{}\", expected group.key=value, for example pe_array.rows=4",
                                where, assignment));
  const std::string key = assignment.substr(0, equals);
  const std::string text = assignment.substr(equals + 1);
  bool found = false;
  MachineConfig::for_each(config, [&](const ParameterInfo& info, auto& value) {
    using Value = std::decay_t<decltype(value)>;
    if (!is_key(info, key)) return;
    value = parse_scalar<Value>(text, where + ": " + key, allowed_range<Value>(info));
    found = true;
  });
  if (!found) require_parameter(key, where);
}

std::string to_yaml(const MachineConfig& config, bool with_comments) {
  std::string text;
  std::string_view group;
  MachineConfig::for_each(config, [&](const ParameterInfo& info, const auto& value) {
    if (group != info.group) text += fmt::format("{}:\n", info.group);
    group = info.group;
    const std::string line = fmt::format("  {}: {}", info.name, value_as_yaml(value));
    if (with_comments)
      text += fmt::format("{:<36} # {}\n", line, value_comment<std::decay_t<decltype(value)>>(info));
    else
      text += line + "\n";
  });
  return text;
}

std::vector<ParameterRow> describe(const MachineConfig& config) {
  std::vector<std::string> defaults;
  const MachineConfig default_config;
  MachineConfig::for_each(default_config, [&](const ParameterInfo&, const auto& value) {
    defaults.push_back(value_as_text(value));
  });
  std::vector<ParameterRow> rows;
  MachineConfig::for_each(config, [&](const ParameterInfo& info, const auto& value) {
    using Value = std::decay_t<decltype(value)>;
    rows.push_back({info.key(), value_as_text(value), std::string(info.unit), defaults[rows.size()],
                    allowed_as_text<Value>(info), std::string(info.meaning)});
  });
  return rows;
}

void MachineConfig::check() const {
  if (accumulator.bank_hash == BankHash::xor_ && (accumulator.banks & (accumulator.banks - 1)) != 0)
    throw UserError(
        fmt::format("accumulator.bank_hash: \"xor\" needs a power of two as accumulator.banks, "
                    "got {}; use \"linear\"",
                    accumulator.banks));
  if (dram.burst_bytes > activation_loader.buffer_bytes)
    throw UserError(
        fmt::format("activation_loader.buffer_bytes: got {}, expected at least dram.burst_bytes = {}",
                    activation_loader.buffer_bytes, dram.burst_bytes));
  // A weight vector may straddle two bursts. A smaller buffer would never request the second burst.
  const std::uint32_t vector_bytes = (multiplier_array.f * word_bits() + 7) / 8;
  const std::uint32_t needed = dram.burst_bytes + vector_bytes - 1;
  if (weight_broadcast.buffer_bytes < needed)
    throw UserError(fmt::format(
        "weight_broadcast.buffer_bytes: got {}, expected at least {}: dram.burst_bytes = {} and a "
        "weight vector of {} B that straddles two bursts",
        weight_broadcast.buffer_bytes, needed, dram.burst_bytes, vector_bytes));
  if (dram.model == DramModel::banked)
    check_banked_memory(*this);
  else
    check_unused_memory(*this);
}

}  // namespace scnnsim
