// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/common_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "traces/support/error.h"
#include "traces/support/named_file.h"

namespace scnnsim {

void add_config_options(CommandLine& command) {
  command.value("config", "FILE|NAME",
                "machine configuration, a YAML file or a name; default: the paper's machine, scnn");
  command.repeated("set", "KEY=VALUE", "set one key, for example pe_array.rows=4; may be repeated");
  command.offer("config", named_files("hardware"));
  std::vector<std::string> assignments;
  for (const ParameterRow& row : describe(MachineConfig{})) assignments.push_back(row.key + "=");
  command.offer("set", std::move(assignments));
}

namespace {

/// Where a configuration comes from, for what is wrong with several of its keys together.
std::string origin(const CommandLine& command) {
  std::string text = command.command();
  if (const auto name = command.find<std::string>("config")) text += " --config " + *name;
  for (const std::string& assignment : command.all("set")) text += " --set " + assignment;
  return text;
}

}  // namespace

MachineConfig config_from(const CommandLine& command) {
  MachineConfig config;
  if (const auto name = command.find<std::string>("config")) config = load_named_config(*name);
  for (const std::string& assignment : command.all("set"))
    set_parameter(config, assignment, command.where("set"));
  try {
    config.check();
  } catch (const UserError& error) {
    throw UserError(origin(command) + ": " + error.what());
  }
  return config;
}

void add_engine_option(CommandLine& command) {
  command.choice<EngineKind>(
      "engine", "ENGINE",
      "auto, product (product by product, cycle by cycle: plain, slow) or batched (many issues at "
      "once); no result depends on it; default auto: batched where it can run the layer");
}

EngineKind engine_of(const CommandLine& command) {
  return command.find<EngineKind>("engine").value_or(EngineKind::automatic);
}

void add_pattern_options(CommandLine& command, const std::string& otherwise) {
  command.value("activation-pattern", "NAME",
                fmt::format("where the non-zeros of activations lie: {} (default: {})",
                            fmt::join(activation_pattern_names(), " or "), otherwise));
  for (const PatternParameter& parameter : pattern_parameters()) {
    std::vector<std::string> defaults;
    for (const std::string& pattern : patterns_with(parameter))
      defaults.push_back(fmt::format("{}: {}", pattern, pattern_value(pattern, {}, parameter)));
    command.value(parameter.name, "X",
                  fmt::format("{} (default: {})", parameter.meaning, fmt::join(defaults, ", ")));
  }
}

bool gives_pattern(const CommandLine& command) {
  const auto& all = pattern_parameters();
  return command.given("activation-pattern") ||
         std::any_of(all.begin(), all.end(),
                     [&](const PatternParameter& parameter) { return command.given(parameter.name); });
}

void read_pattern(const CommandLine& command, GenerateOptions& generate) {
  if (const auto pattern = command.find<std::string>("activation-pattern"))
    generate.activation_pattern = pattern;
  const std::string pattern = activation_pattern(generate);
  pattern_defaults(pattern, command.where("activation-pattern"));
  for (const PatternParameter& parameter : pattern_parameters()) {
    const auto given = command.find<double>(parameter.name, parameter.range);
    if (!given) continue;
    const std::vector<std::string> takers = patterns_with(parameter);
    if (std::find(takers.begin(), takers.end(), pattern) == takers.end())
      throw UserError(fmt::format("{}: the pattern {} has none; --activation-pattern {} has one",
                                  command.where(parameter.name), pattern, fmt::join(takers, " or ")));
    generate.pattern.*parameter.member = given;
  }
}

}  // namespace scnnsim
