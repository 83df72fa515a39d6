// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command_description.h"
#include "sim/cli/commands.h"

namespace scnnsim {

/// A command and what its help says.
struct CatalogEntry {
  std::vector<std::string> words;  ///< after the program's name: {"trace", "prune"}; none: the program itself
  std::string summary;
  std::vector<Subcommand> forms;  ///< commands that may follow the words
  CommandDescription description;
};

/// The program and all its commands, in the order of the help, each before its forms. Reads the same tables
/// of options that parse the command line.
std::vector<CatalogEntry> command_catalog();

/// "scnnsim-trace-prune"
std::string page_name(const std::vector<std::string>& words);

/// A page of section 1 for man(1). `version` stands at its foot.
std::string man_page(const CatalogEntry& command, const std::string& version);

/// A script to be sourced by bash, which completes commands, options and their values.
std::string bash_completion(const std::vector<CatalogEntry>& catalog);

}  // namespace scnnsim
