// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/cli/run/activity_options.h"
#include "sim/cli/run/run_layers.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// What `scnnsim run` was asked to do.
struct RunOptions {
  RunRequest request;
  std::string out;  ///< empty: write no files
  bool force = false;
  bool quiet = false;
  TableFormat format = TableFormat::text;
  ActivityOptions activity;
  bool is_wide = false;  ///< tables of all columns, whatever the width
};

/// Reads the command line, the trace's description, the configuration and the energy table. Returns nothing
/// when help was printed. Throws UserError.
std::optional<RunOptions> parse_run_options(const std::vector<std::string>& arguments);

}  // namespace scnnsim
