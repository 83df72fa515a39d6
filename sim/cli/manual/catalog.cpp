// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/manual/manual.h"

namespace scnnsim {
namespace {

void add(const std::vector<std::string>& words, const Subcommand& command,
         std::vector<CatalogEntry>& catalog) {
  const std::vector<Subcommand> forms = command.forms ? command.forms() : std::vector<Subcommand>{};
  DescriptionRequest request;  // not const: the command writes its answer
  command.run({"--help"});
  catalog.push_back({words, command.summary, forms, request.answer().value()});
}

void add_forms(const std::vector<Subcommand>& commands, const std::vector<std::string>& before,
               std::vector<CatalogEntry>& catalog) {
  for (const Subcommand& command : commands) {
    std::vector<std::string> words = before;
    words.emplace_back(command.name);
    add(words, command, catalog);
    if (command.forms) add_forms(command.forms(), words, catalog);
  }
}

}  // namespace

std::vector<CatalogEntry> command_catalog() {
  std::vector<CatalogEntry> catalog;
  add({}, {"scnnsim", "cycle-level simulator of the SCNN accelerator", dispatch, subcommands}, catalog);
  add_forms(subcommands(), {}, catalog);
  return catalog;
}

}  // namespace scnnsim
