// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command_line.h"
#include "sim/tables/layer_tables.h"

namespace scnnsim {

/// The results at each place, labelled by run_labels(). Throws UserError as read_results().
std::vector<LabelledLayers> read_runs(const std::vector<std::string>& places);

/// What a table or plot of layers is about: its RESULTS, or the points of a sweep that --point names. Throws
/// UserError.
std::vector<LabelledLayers> read_runs(const CommandLine& command);

/// --baseline of layers; beside --point a point's number will do.
std::optional<std::string> layer_baseline(const CommandLine& command);

}  // namespace scnnsim
