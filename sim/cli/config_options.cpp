// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/config_options.h"

#include <utility>

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

}  // namespace scnnsim
