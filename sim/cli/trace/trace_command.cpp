// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/commands.h"

#include <fmt/format.h>

#include "sim/cli/command_description.h"
#include "sim/cli/standard_streams.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {

namespace {

constexpr const char* about = "Makes, changes and inspects layer traces.";
constexpr const char* examples =
    "  scnnsim trace generate --network vgg16 --granularity vector --out vgg16-vector\n"
    "  scnnsim trace import resnet.onnx --input cat.png --out resnet\n"
    "  scnnsim trace info vgg16-vector\n";

void help() {
  if (DescriptionRequest::pending()) {
    const ArgumentDescription shows_help{"help", "", "show this text", false, {}};
    DescriptionRequest::answer({"scnnsim trace", about, examples, {}, {shows_help}});
    return;
  }
  std::string text = fmt::format("Usage: scnnsim trace SUBCOMMAND ...\n\n{}\n\nSubcommands:\n", about);
  for (const Subcommand& subcommand : trace_subcommands())
    text += fmt::format("  {:<10}{}\n", subcommand.name, subcommand.summary);
  print_lines(fmt::format("{}\nExamples:\n{}\n`scnnsim trace SUBCOMMAND --help` explains one of them.\n",
                          text, examples));
}

}  // namespace

const std::vector<Subcommand>& trace_subcommands() {
  static const std::vector<Subcommand> all{
      {"generate", "draw weights and activations of a network at given or published densities",
       trace_generate},
      {"import", "make a trace of an ONNX model and its input", trace_import},
      {"prune", "prune the weights of a trace", trace_prune},
      {"info", "show shapes, densities and sizes", trace_info},
      {"check", "read everything and check the outputs a trace brings", trace_check},
  };
  return all;
}

int trace_command(const std::vector<std::string>& arguments) {
  if (arguments.empty())
    throw UserError("scnnsim trace: expected a subcommand: generate, import, prune, info or check");
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h") {
    help();
    return 0;
  }
  std::vector<std::string> known;
  for (const Subcommand& subcommand : trace_subcommands()) {
    if (name == subcommand.name) return subcommand.run({arguments.begin() + 1, arguments.end()});
    known.push_back(subcommand.name);
  }
  throw UserError("scnnsim trace: " + unknown_name("subcommand", name, "known subcommands", known));
}

}  // namespace scnnsim
