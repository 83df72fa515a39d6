// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/plot/gnuplot.h"
#include "sim/tables/layer_tables.h"

namespace scnnsim {

/// PE-cycles per layer by owner, stacked; `relative`: shares of each layer.
Plot stalls_plot(const std::vector<LabelledLayers>& runs, bool relative);

/// Energy per layer, stacked. Components that do the same work on different machines share a colour: see
/// energy_part().
Plot energy_plot(const std::vector<LabelledLayers>& runs, bool relative);

/// Bars per layer and in all: the baseline's cycles over those of each run and architecture (but the baseline
/// itself). Throws UserError for an unknown baseline, nothing to compare, and more series than colours.
Plot speedup_plot(const std::vector<LabelledLayers>& runs, const std::optional<std::string>& baseline);

/// What a component counts as in energy_plot(): an index of energy_parts().
std::size_t energy_part(const std::string& component);
const std::vector<std::string>& energy_parts();

}  // namespace scnnsim
