// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace scnnsim {

/// What main() runs: `arguments` without the program's name. Returns the exit status: 0 done, 1 a simulation
/// failed. Mistakes of the user are thrown as UserError.
int dispatch(const std::vector<std::string>& arguments);

/// A command, or one of the forms of a command.
struct Subcommand {
  const char* name;
  const char* summary;
  int (*run)(const std::vector<std::string>& arguments);
  const std::vector<Subcommand>& (*forms)() = nullptr;  ///< what may follow the name
};

/// `scnnsim NAME`, in the order of the help.
const std::vector<Subcommand>& subcommands();
/// `scnnsim energy NAME`, `scnnsim trace NAME` and `scnnsim sweep NAME`.
const std::vector<Subcommand>& energy_subcommands();
const std::vector<Subcommand>& trace_subcommands();
const std::vector<Subcommand>& sweep_subcommands();

/// The subcommands; `arguments` begin after the subcommand's name.
int run_command(const std::vector<std::string>& arguments);
int sweep_command(const std::vector<std::string>& arguments);
int granularity_command(const std::vector<std::string>& arguments);
int reproduce_command(const std::vector<std::string>& arguments);
int plot_command(const std::vector<std::string>& arguments);
int report_command(const std::vector<std::string>& arguments);
int table_command(const std::vector<std::string>& arguments);
int trace_command(const std::vector<std::string>& arguments);
int energy_command(const std::vector<std::string>& arguments);
int config_command(const std::vector<std::string>& arguments);

/// The forms of `scnnsim sweep` that simulate nothing; `arguments` begin after their name.
int sweep_merge(const std::vector<std::string>& arguments);
int sweep_export(const std::vector<std::string>& arguments);
int sweep_check(const std::vector<std::string>& arguments);

/// The forms of `scnnsim trace`. They print to stdout, progress to stderr, return the exit status (1 when
/// `check` finds a wrong output) and throw UserError.
int trace_generate(const std::vector<std::string>& arguments);
int trace_import(const std::vector<std::string>& arguments);
int trace_prune(const std::vector<std::string>& arguments);
int trace_info(const std::vector<std::string>& arguments);
int trace_check(const std::vector<std::string>& arguments);

}  // namespace scnnsim
