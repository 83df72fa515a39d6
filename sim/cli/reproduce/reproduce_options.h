// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/layer/simulate_layer.h"
#include "sim/reproduce/experiment.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// What `scnnsim reproduce` was asked to do.
struct ReproduceOptions {
  std::string experiment;
  Scope scope;
  PublishedData published;
  std::string beside;  ///< activation pattern to show beside the judged one; empty: none
  unsigned jobs = 1;
  SimulationOptions simulation;
  bool quiet = false;
  bool force = false;
  std::string out;  ///< empty: write no files
  TableFormat format = TableFormat::text;
};

/// Reads the command line, the configuration and the published data. Returns nothing when help was printed.
/// Throws UserError.
std::optional<ReproduceOptions> parse_reproduce_options(const std::vector<std::string>& arguments);

}  // namespace scnnsim
