// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/command_group.h"

#include <fmt/format.h>

#include "sim/cli/command_description.h"
#include "sim/cli/standard_streams.h"
#include "traces/support/enum_names.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

void print_group_help(const CommandGroup& group) {
  if (DescriptionRequest::pending()) {
    const ArgumentDescription shows_help{"help", "", "show this text", false, {}};
    DescriptionRequest::answer({group.command, group.about, group.examples, {}, {shows_help}});
    return;
  }
  std::string text =
      fmt::format("Usage: {} SUBCOMMAND ...\n\n{}\n\nSubcommands:\n", group.command, group.about);
  for (const Subcommand& form : group.forms) text += fmt::format("  {:<10}{}\n", form.name, form.summary);
  print_lines(fmt::format("{}\nExamples:\n{}\n`{} SUBCOMMAND --help` explains one of them.\n", text,
                          group.examples, group.command));
}

}  // namespace

int run_form(const CommandGroup& group, const std::vector<std::string>& arguments) {
  std::vector<std::string> known;
  for (const Subcommand& form : group.forms) known.emplace_back(form.name);
  if (arguments.empty())
    throw UserError(fmt::format("{}: expected a subcommand: {}", group.command, choices(known)));
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h") {
    print_group_help(group);
    return 0;
  }
  for (const Subcommand& form : group.forms)
    if (name == form.name) return form.run({arguments.begin() + 1, arguments.end()});
  throw UserError(
      fmt::format("{}: {}", group.command, unknown_name("subcommand", name, "known subcommands", known)));
}

}  // namespace scnnsim
