// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/plot/gnuplot.h"
#include "sim/reproduce/compare.h"

namespace scnnsim::scnn2017 {

/// Bars per layer and module: speed-up over DCNN simulated and published. None when it was not simulated.
std::vector<Plot> speedup_plots(const std::vector<ComparedFigure>& figures);

}  // namespace scnnsim::scnn2017
