// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/commands.h"

namespace scnnsim {

/// A command that does nothing without one of its forms: `scnnsim trace NAME`.
struct CommandGroup {
  const char *command, *about, *examples;  ///< "scnnsim trace"; examples are whole, indented lines
  const std::vector<Subcommand>& forms;
};

/// Runs the form that the first argument names with the others, or prints the help. Throws UserError where
/// there is none, with the nearest name.
int run_form(const CommandGroup& group, const std::vector<std::string>& arguments);

}  // namespace scnnsim
