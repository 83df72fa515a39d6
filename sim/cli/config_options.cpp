// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/config_options.h"

namespace scnnsim {

void add_config_options(CommandLine& command) {
  command.value("config", "FILE|NAME",
                "machine configuration, a YAML file or a name; default: the paper's machine, scnn");
  command.repeated("set", "KEY=VALUE", "set one key, for example pe_array.rows=4; may be repeated");
}

MachineConfig config_from(const CommandLine& command) {
  MachineConfig config;
  if (const auto name = command.find<std::string>("config")) config = load_named_config(*name);
  for (const std::string& assignment : command.all("set"))
    set_parameter(config, assignment, command.where("set"));
  config.check();
  return config;
}

}  // namespace scnnsim
