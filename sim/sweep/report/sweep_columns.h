// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/sweep/plan/sweep_point.h"
#include "sim/sweep/report/point_axes.h"
#include "sim/tables/layer_tables.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// A figure of a point; null where it is not known, as of a point that is not done.
struct SweepColumn {
  TableColumn shown;
  std::function<nlohmann::ordered_json(const SweepPoint&)> get;
};

/// Figures by name, also by a short one (see whole_column_name): area_mm2 and all figures of results that
/// have totals. `option` for messages: "--columns". Throws UserError for an unknown name.
std::vector<SweepColumn> sweep_figures(const std::vector<std::string>& names, const std::string& option);

/// Columns that tell points apart: the number, and each of network, architecture and axes that has several
/// values. Axes that a point lacks are null.
std::vector<SweepColumn> sweep_identity(const std::vector<SweepPoint>& points,
                                        const std::vector<std::string>& axes);

/// Totals of the points that have one, as layers of one run.
std::vector<LabelledLayers> totals_of(const std::vector<SweepPoint>& points);

/// The table that the points' energies are by, and what a caption says of it where one of `columns` is by it:
/// energy_origin() and energy_caption() of points.
std::string energy_origin(const std::vector<SweepPoint>& points);
std::string energy_caption(const std::vector<std::string>& columns, const std::vector<SweepPoint>& points);

/// The number that a figure is, or nothing.
std::optional<double> number_of(const nlohmann::ordered_json& cell);

}  // namespace scnnsim
