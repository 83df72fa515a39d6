// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/plot/gnuplot.h"
#include "sim/sweep/plan/sweep_point.h"
#include "sim/tables/layer_tables.h"

namespace scnnsim {

/// PE-cycles per layer by owner, stacked; `relative`: shares of each layer.
Plot stalls_plot(const std::vector<LabelledLayers>& runs, bool relative);

/// Energy per layer, stacked. Components that do the same work on different machines share a colour: see
/// energy_part(). Where some DRAM energy is that of commands, all of it is shown as data, and rows and
/// standby.
Plot energy_plot(const std::vector<LabelledLayers>& runs, bool relative);

/// Bars per layer and in all: the baseline's cycles over those of each run and architecture (but the baseline
/// itself). Throws UserError for an unknown baseline, nothing to compare, and more series than colours.
Plot speedup_plot(const std::vector<LabelledLayers>& runs, const std::optional<std::string>& baseline);

/// What a component counts as in energy_plot(): an index of energy_parts().
std::size_t energy_part(const std::string& component);
const std::vector<std::string>& energy_parts();

/// A figure over an axis: one line per combination of the other axes' values. `x`: an axis, by default the
/// first with more than one value that is a number, or the first with more than one; `y`: a figure of
/// sweep_figures(). Points that are not done have no mark. Throws UserError for unknown names, an axis with
/// one value, more lines than colours, and when no point is done.
Plot sweep_plot(const std::vector<SweepPoint>& points, const std::vector<std::string>& axes,
                const std::optional<std::string>& x, const std::string& y);

/// All points by two figures, and for each workload (see workload_axes) the line through those that no other
/// of it dominates, with their numbers where these do not run into each other. Throws UserError unless there
/// are two figures, and for more workloads than colours.
Plot pareto_plot(const std::vector<SweepPoint>& points, const std::vector<std::string>& axes,
                 const std::vector<std::string>& figures);

}  // namespace scnnsim
