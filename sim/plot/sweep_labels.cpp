// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/sweep_labels.h"

#include <fmt/format.h>

#include "sim/sweep/report/point_axes.h"
#include "sim/tables/layer_columns.h"
#include "sim/tables/table_cells.h"
#include "traces/support/scalar.h"

namespace scnnsim {

namespace {

FigureAxis axis_in_units(const SweepColumn& figure, double most) {
  const TableColumn& shown = figure.shown;
  if (shown.style == CellStyle::share) return {0.01, shown.title + " [%]"};
  if (shown.style == CellStyle::scaled || shown.style == CellStyle::decimal)
    return {1, shown.unit.empty() ? shown.title : fmt::format("{} [{}]", shown.title, shown.unit)};
  if (shown.style == CellStyle::square_mm) return {1, shown.title + " [mm²]"};
  std::string what = unit_beside(shown.title, shown.unit);
  if (shown.style == CellStyle::picojoules) what = "pJ";
  if (shown.style == CellStyle::bytes) what = "B";
  PlotUnit unit = plot_unit(what, most);
  while (!unit.unit.empty() && unit.unit.back() == ' ') unit.unit.pop_back();
  return {unit.divisor, unit.unit.empty() ? shown.title : fmt::format("{} [{}]", shown.title, unit.unit)};
}

}  // namespace

FigureAxis figure_axis(const SweepColumn& figure, double most, const std::vector<SweepPoint>& points) {
  FigureAxis axis = axis_in_units(figure, most);
  if (is_by_energy_table(figure.shown.name)) axis.label += ", " + energy_origin(points);
  return axis;
}

std::string line_title(const SweepPoint& point, const std::vector<std::string>& axes) {
  std::string title;
  for (const std::string& axis : axes) {
    const std::string* const value = axis_value(point, axis);
    if (value == nullptr) continue;
    const bool needs_name = axis.find('.') != std::string::npos || detail::parse_number<double>(*value);
    if (!title.empty()) title += ", ";
    title += needs_name ? fmt::format("{} = {}", axis, *value) : *value;
  }
  return title;
}

}  // namespace scnnsim
