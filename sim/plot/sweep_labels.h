// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/plot/plot_style.h"
#include "sim/sweep/plan/sweep_point.h"
#include "sim/sweep/report/sweep_columns.h"

namespace scnnsim {

/// How a figure of points is drawn: numbers are divided, the label has the unit and, of an energy, the table.
struct FigureAxis {
  double divisor;
  std::string label;
};

/// `most`: the largest value; `points`: those drawn.
FigureAxis figure_axis(const SweepColumn& figure, double most, const std::vector<SweepPoint>& points);

/// What a legend says of a point: the values of `axes` that it has, "vgg16, weight_fifo.entries = 50".
/// Numbers and values of the machine's keys have the axis's name.
std::string line_title(const SweepPoint& point, const std::vector<std::string>& axes);

}  // namespace scnnsim
