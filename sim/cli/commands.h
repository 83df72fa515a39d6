// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace scnnsim {

/// What main() runs: `arguments` without the program's name. Returns the exit status: 0 done, 1 a simulation
/// failed. Mistakes of the user are thrown as UserError.
int dispatch(const std::vector<std::string>& arguments);

/// The subcommands; `arguments` begin after the subcommand's name.
int run_command(const std::vector<std::string>& arguments);
int sweep_command(const std::vector<std::string>& arguments);
int granularity_command(const std::vector<std::string>& arguments);
int reproduce_command(const std::vector<std::string>& arguments);
int plot_command(const std::vector<std::string>& arguments);
int table_command(const std::vector<std::string>& arguments);
int config_command(const std::vector<std::string>& arguments);

}  // namespace scnnsim
