// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command_line.h"
#include "sim/sweep/plan/sweep_point.h"
#include "sim/tables/layer_tables.h"

namespace scnnsim {

struct Sweep {
  std::vector<std::string> axes;
  std::vector<SweepPoint> points;
};

/// The points of the store at the only place that meet all conditions ("AXIS=VALUE"). Throws UserError for
/// several places, as SweepStore and select_points() do, and for a store without points.
Sweep read_sweep(const std::vector<std::string>& places, const std::vector<std::string>& conditions);

/// The layers of points, by their numbers, of the store at the only place. Throws UserError as above, and for
/// a point that is not there or not done.
std::vector<LabelledLayers> read_points(const std::vector<std::string>& places,
                                        const std::vector<std::string>& numbers);

/// "point 3": what its layers are labelled.
std::string point_label(const std::string& number);

/// The results at each place, labelled with the folders' names; where two have the same, with the places as
/// given; where even those are the same, also with their numbers. Throws UserError as read_results().
std::vector<LabelledLayers> read_runs(const std::vector<std::string>& places);

/// What a table or plot of layers is about: its RESULTS, or the points of a sweep that --point names. Throws
/// UserError.
std::vector<LabelledLayers> read_runs(const CommandLine& command);

/// --baseline of layers; beside --point a point's number will do.
std::optional<std::string> layer_baseline(const CommandLine& command);

}  // namespace scnnsim
