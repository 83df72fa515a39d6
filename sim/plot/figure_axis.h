// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/plot/plot_style.h"
#include "sim/sweep/report/sweep_columns.h"

namespace scnnsim {

/// How a figure of points is drawn: numbers are divided, the label has the unit.
struct FigureAxis {
  double divisor;
  std::string label;
};

/// `most`: the largest value.
FigureAxis figure_axis(const SweepColumn& figure, double most);

}  // namespace scnnsim
