// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>

#include "sim/cli/commands.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/trace/trace_command.h"
#include "sim/results/program_version.h"
#include "traces/support/error.h"
#include "traces/support/nearest_name.h"

namespace scnnsim {
namespace {

struct Subcommand {
  const char* name;
  const char* summary;
  int (*run)(const std::vector<std::string>& arguments);
};

constexpr Subcommand subcommands[] = {
    {"run", "simulate the layers of a trace", run_command},
    {"sweep", "simulate every point of a sweep over any configuration key", sweep_command},
    {"reproduce", "rerun a paper's experiments, simulated against published", reproduce_command},
    {"trace", "generate, import, prune, inspect and check layer traces", trace_command},
    {"table", "print tables of results and sweeps", table_command},
    {"plot", "draw figures of results through gnuplot", plot_command},
    {"config", "print the machine configuration: every key, its value and meaning", config_command},
};

constexpr const char* see_help = " (see scnnsim --help)";

std::string help() {
  std::string text =
      "Usage: scnnsim COMMAND [arguments]\n\n"
      "Simulates the SCNN accelerator cycle by cycle on the real weights and activations of a\n"
      "pruned network, and checks that it computes the right outputs.\n\nCommands:\n";
  for (const Subcommand& one : subcommands) text += fmt::format("  {:<10} {}\n", one.name, one.summary);
  text +=
      "\nOptions:\n"
      "  -h, --help  show this help; scnnsim COMMAND --help, or scnnsim help COMMAND, tells more\n"
      "  --version   show the version\n\n"
      "Exit status: 0 done; 1 a simulation failed or its outputs are wrong; 2 a mistake in\n"
      "options, files or values.\n\n"
      "Examples:\n"
      "  scnnsim trace info traces/digits-vector-0.30\n"
      "  scnnsim run traces/digits-vector-0.30 --out results\n"
      "  scnnsim table results --kind energy --format latex\n";
  return text;
}

}  // namespace

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
    print_lines(help());
    return 0;
  }
  if (name == "--version") {
    print_lines(fmt::format("scnnsim {}\n", program_version()));
    return 0;
  }
  std::vector<std::string> names;
  for (const Subcommand& one : subcommands) {
    if (one.name == name) return one.run({arguments.begin() + 1, arguments.end()});
    names.emplace_back(one.name);
  }
  if (name.front() == '-')
    throw UserError(unknown_name("option", name, "known options", {"--help", "--version"}) + see_help);
  throw UserError(unknown_name("command", name, "known commands", names) + see_help);
}

}  // namespace scnnsim
