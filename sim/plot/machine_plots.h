// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/plot/gnuplot.h"
#include "sim/report/report.h"

/// Figures that need a run's machine or the counters of its PEs, beside the figures of its layers.
namespace scnnsim {

/// Which layers a figure shows; empty: all. Throws UserError for a name that no run has.
using LayerNames = std::vector<std::string>;

/// Multiplies per cycle over multiplies per DRAM byte, a point per layer and machine, below the roofs of each
/// machine's multipliers and DRAM bandwidth (roofline.h). Points have the names of layers, or, where
/// these have no room, numbers and a list of the names. Throws UserError for more machines than colours, and
/// when no layer has products and DRAM traffic.
Plot roofline_plot(const ReportData& report, const LayerNames& layers);

/// The PE array of each layer and machine, each PE coloured by one counter: an owner of cycles ("issue"), as
/// its share of the layer's cycles, or any counter of results.json as a number ("weight_fifo.reads"). Throws
/// UserError for a counter that no layer has, results that do not tell PEs apart, and more arrays than a
/// figure holds.
Plot pe_map_plot(const ReportData& report, const LayerNames& layers, const std::string& counter);

}  // namespace scnnsim
