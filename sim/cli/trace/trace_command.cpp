// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/trace/trace_command.h"

#include <fmt/format.h>

#include "sim/cli/standard_streams.h"
#include "sim/cli/trace/trace_subcommands.h"
#include "traces/support/error.h"
#include "traces/support/nearest_name.h"

namespace scnnsim {

namespace {

struct Subcommand {
  const char* name;
  const char* meaning;
  int (*run)(const std::vector<std::string>& arguments);
};

constexpr Subcommand subcommands[] = {
    {"generate", "draw weights and activations of a network at given or published densities", trace_generate},
    {"import", "make a trace of an ONNX model and its input", trace_import},
    {"prune", "prune the weights of a trace", trace_prune},
    {"info", "show shapes, densities and sizes", trace_info},
    {"check", "read everything and check the outputs a trace brings", trace_check},
};

void print_help() {
  std::string text =
      "Usage: scnnsim trace SUBCOMMAND ...\n\nMakes, changes and inspects layer traces.\n\nSubcommands:\n";
  for (const Subcommand& subcommand : subcommands)
    text += fmt::format("  {:<10}{}\n", subcommand.name, subcommand.meaning);
  print_lines(text +
              "\nExamples:\n"
              "  scnnsim trace generate --network vgg16 --granularity vector --out vgg16-vector\n"
              "  scnnsim trace import resnet.onnx --input cat.png --out resnet\n"
              "  scnnsim trace info vgg16-vector\n"
              "\n`scnnsim trace SUBCOMMAND --help` explains one of them.\n");
}

}  // namespace

int trace_command(const std::vector<std::string>& arguments) {
  if (arguments.empty())
    throw UserError("scnnsim trace: expected a subcommand: generate, import, prune, info or check");
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h") {
    print_help();
    return 0;
  }
  std::vector<std::string> known;
  for (const Subcommand& subcommand : subcommands) {
    if (name == subcommand.name) return subcommand.run({arguments.begin() + 1, arguments.end()});
    known.push_back(subcommand.name);
  }
  throw UserError("scnnsim trace: " + unknown_name("subcommand", name, "known subcommands", known));
}

}  // namespace scnnsim
