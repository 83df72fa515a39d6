// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/results/results_files.h"
#include "traces/trace.h"

namespace scnnsim {

/// Lines below the tables of `scnnsim run`: time, rates and power of each architecture in all; and why
/// numbers are startling: PEs without a tile, PEs that wait for DRAM, a component that takes most of the
/// energy, a calibrated energy table. `layers` are those of the run.
std::vector<std::string> run_notes(const RunResults& results, const std::vector<TraceLayer>& layers);

}  // namespace scnnsim
