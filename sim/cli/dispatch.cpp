// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>

#include "sim/cli/command_description.h"
#include "sim/cli/commands.h"
#include "sim/cli/standard_streams.h"
#include "sim/results/program_version.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr const char* see_help = " (see scnnsim --help)";

constexpr const char* about_program =
    "Simulates the SCNN accelerator cycle by cycle on the real weights and activations of a\n"
    "pruned network, and checks that it computes the right outputs.";
constexpr const char* exit_status =
    "Exit status: 0 done; 1 a simulation failed or its outputs are wrong; 2 a mistake in\n"
    "options, files or values.";
constexpr const char* first_examples =
    "  scnnsim trace info traces/digits-vector-0.30\n"
    "  scnnsim run traces/digits-vector-0.30 --out results\n"
    "  scnnsim table results --kind energy --format latex\n";

std::string help() {
  std::string text = fmt::format("Usage: scnnsim COMMAND [arguments]\n\n{}\n\nCommands:\n", about_program);
  for (const Subcommand& one : subcommands()) text += fmt::format("  {:<11} {}\n", one.name, one.summary);
  return text +
         fmt::format(
             "\nOptions:\n"
             "  -h, --help  show this help; scnnsim COMMAND --help, or scnnsim help COMMAND, tells more\n"
             "  --version   show the version\n\n{}\n\nExamples:\n{}",
             exit_status, first_examples);
}

CommandDescription description() {
  CommandDescription description{
      "scnnsim", fmt::format("{}\n\n{}", about_program, exit_status), first_examples, {}, {}};
  description.options = {{"help", "", "show help; scnnsim COMMAND --help tells more", false, {}},
                         {"version", "", "show the version", false, {}}};
  return description;
}

}  // namespace

const std::vector<Subcommand>& subcommands() {
  static const std::vector<Subcommand> all{
      {"run", "simulate the layers of a trace", run_command},
      {"sweep", "simulate every point of a sweep over any configuration key", sweep_command,
       sweep_subcommands},
      {"granularity", "compare pruning granularities on a network of yours", granularity_command},
      {"reproduce", "rerun a paper's experiments, simulated against published", reproduce_command},
      {"trace", "generate, import, prune, inspect and check layer traces", trace_command, trace_subcommands},
      {"table", "print tables of results and sweeps", table_command},
      {"plot", "draw figures of results through gnuplot", plot_command},
      {"report", "write a page about results and sweeps, to look at in a browser", report_command},
      {"energy", "export action counts and energies per action for Accelergy", energy_command,
       energy_subcommands},
      {"config", "print the machine configuration: every key, its value and meaning", config_command},
  };
  return all;
}

int dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    std::fputs(help().c_str(), stderr);
    throw UserError("a command is missing");
  }
  if (arguments.front() == "help") {
    std::vector<std::string> asked(arguments.begin() + 1, arguments.end());
    asked.emplace_back("--help");
    return dispatch(asked);
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h") {
    if (DescriptionRequest::pending())
      DescriptionRequest::answer(description());
    else
      print_lines(help());
    return 0;
  }
  if (name == "--version") {
    print_lines(fmt::format("scnnsim {}\n", program_version()));
    return 0;
  }
  std::vector<std::string> names;
  for (const Subcommand& one : subcommands()) {
    if (one.name == name) return one.run({arguments.begin() + 1, arguments.end()});
    names.emplace_back(one.name);
  }
  if (name.front() == '-')
    throw UserError(unknown_name("option", name, "known options", {"--help", "--version"}) + see_help);
  throw UserError(unknown_name("command", name, "known commands", names) + see_help);
}

}  // namespace scnnsim
