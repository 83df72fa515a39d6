// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/figure_axis.h"

#include <fmt/format.h>

#include "sim/tables/table_cells.h"

namespace scnnsim {

FigureAxis figure_axis(const SweepColumn& figure, double most) {
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

}  // namespace scnnsim
