// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace scnnsim {

/// `scnnsim trace generate|import|prune|info|check`; `arguments` are what follows `trace`. Returns the exit
/// code: 0, or 1 when `check` finds a wrong output. Throws UserError for the user's mistakes.
int trace_command(const std::vector<std::string>& arguments);

}  // namespace scnnsim
