// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/report/sweep_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "sim/sweep/report/pareto_front.h"
#include "sim/sweep/report/sweep_baseline.h"
#include "sim/tables/column_definitions.h"
#include "sim/tables/layer_columns.h"
#include "sim/tables/table_cells.h"
#include "sim/tables/table_rows.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;
using Points = std::vector<SweepPoint>;
using Columns = std::vector<SweepColumn>;

SweepColumn ratio_of(const SweepColumn& figure, const std::shared_ptr<const SweepBaseline>& baseline) {
  return {defined_ratio(figure.shown), [get = figure.get, baseline](const SweepPoint& point) {
            const SweepPoint* const base = baseline->find(point);
            const auto value = number_of(get(point));
            const auto base_value = base ? number_of(get(*base)) : std::nullopt;
            return value && base_value && *base_value != 0 ? Json(*value / *base_value) : Json();
          }};
}

void add_status(Columns& columns, const Points& points) {
  const auto all_have = [&](auto condition) { return std::all_of(points.begin(), points.end(), condition); };
  if (all_have([](const SweepPoint& point) { return point.status == PointStatus::done; })) return;
  columns.push_back(
      {defined_column("status"), [](const SweepPoint& point) { return Json(to_string(point.status)); }});
  if (all_have([](const SweepPoint& point) { return point.reason.empty(); })) return;
  columns.push_back({defined_column("reason"), [](const SweepPoint& point) {
                       const std::size_t end = point.reason.find('\n');  // a crash's stderr may be long
                       return point.reason.empty() ? Json() : Json(point.reason.substr(0, end));
                     }});
}

Table fill(const Columns& columns, const Points& points) {
  Table table;
  for (const SweepColumn& column : columns) table.columns.push_back(column.shown);
  table.rows.reserve(points.size());
  for (const SweepPoint& point : points) {
    TableRow& row = table.rows.emplace_back();
    row.cells.reserve(columns.size());
    for (const SweepColumn& column : columns) row.cells.push_back(column.get(point));
  }
  return table;
}

/// A table of the points `shown`, with ratios to a baseline among `all`.
Table table_of(const Points& all, const Points& shown, const std::vector<std::string>& axes,
               const Columns& figures, const SweepTableOptions& options) {
  Columns columns = sweep_identity(all, axes);
  const std::size_t identity = columns.size();
  const auto baseline = options.baseline ? std::make_shared<const SweepBaseline>(all, axes, *options.baseline)
                                         : std::shared_ptr<const SweepBaseline>();
  for (const SweepColumn& figure : figures) {
    columns.push_back(figure);
    if (baseline && is_numeric(figure.shown.style) && figure.shown.style != CellStyle::share)
      columns.push_back(ratio_of(figure, baseline));
  }
  add_status(columns, shown);
  Table table = fill(columns, shown);
  table.identity = identity;
  if (!options.sort_by.empty()) sort_rows(table, options.sort_by, options.largest_first);
  return table;
}

/// energy_caption() of a table of points.
std::string energies_of(const Table& table, const Points& points) {
  std::vector<std::string> names;
  for (const TableColumn& column : table.columns) names.push_back(column.name);
  return energy_caption(names, points);
}

std::string ratios_of(const SweepTableOptions& options) {
  if (!options.baseline) return "";
  const bool is_point = options.baseline->find('=') == std::string::npos;
  return fmt::format("; ratios to {}{}", is_point ? "point " : "", *options.baseline);
}

}  // namespace

Table sweep_table(const Points& points, const std::vector<std::string>& axes,
                  const SweepTableOptions& options) {
  std::vector<std::string> usual{
      "cycles",           "energy_pj", "area_mm2", "multiplier_utilization", "effective_utilization",
      "memory_references"};
  const std::vector<std::string> shipped = shipped_energies(totals_of(points));
  usual.insert(usual.begin() + 2, shipped.begin(), shipped.end());
  const Columns figures = sweep_figures(options.columns.empty() ? usual : options.columns, "--columns");
  Table table = table_of(points, points, axes, figures, options);
  table.caption =
      counted(points.size(), "point") + " of a sweep" + ratios_of(options) + energies_of(table, points);
  table.label = "sweep";
  mark_lowest(table, workload_axes(points, axes));
  return table;
}

void require_costs(const Columns& figures) {
  for (const SweepColumn& figure : figures) {
    if (!is_numeric(figure.shown.style))
      throw UserError(fmt::format("--columns: {} is no number", figure.shown.name));
    if (is_gain(figure.shown.name))
      throw UserError(
          fmt::format("--columns: more of {} is better, but a front has what is lowest; expected costs, "
                      "such as seconds or energy_pj",
                      figure.shown.name));
  }
}

Points pareto_points(const Points& points, const Columns& columns, const std::vector<std::string>& workload) {
  std::map<std::vector<std::string>, std::vector<std::size_t>> of_workload;
  std::vector<std::vector<double>> places(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (const SweepColumn& column : columns)
      if (const auto value = points[i].total ? number_of(column.get(points[i])) : std::nullopt)
        places[i].push_back(*value);
    if (places[i].size() == columns.size()) of_workload[values_on(points[i], workload)].push_back(i);
  }
  std::vector<std::size_t> kept;
  for (const auto& [values, members] : of_workload) {
    std::vector<std::vector<double>> own;
    own.reserve(members.size());
    for (const std::size_t i : members) own.push_back(places[i]);
    for (const std::size_t i : pareto_front(own)) kept.push_back(members[i]);
  }
  if (kept.empty()) throw UserError("no point of the sweep is done: nothing to compare");
  std::sort(kept.begin(), kept.end());
  Points front;
  for (const std::size_t i : kept) front.push_back(points[i]);
  return front;
}

Table pareto_table(const Points& points, const std::vector<std::string>& axes,
                   const SweepTableOptions& options) {
  const std::vector<std::string> usual{"cycles", "energy_pj", "area_mm2"};
  const Columns figures = sweep_figures(options.columns.empty() ? usual : options.columns, "--columns");
  if (figures.size() < 2)
    throw UserError(fmt::format("--columns: got {}, expected at least two to be traded for each other",
                                options.columns.front()));
  require_costs(figures);
  const std::vector<std::string> workload = workload_axes(points, axes);
  const Points front = pareto_points(points, figures, workload);
  Table table = table_of(points, front, axes, figures, options);
  std::vector<std::string> names;
  for (const SweepColumn& figure : figures) names.push_back(figure.shown.title);
  const std::string fronts =
      workload.empty() ? "" : fmt::format("; a front for each {}", fmt::join(workload, ", "));
  table.caption =
      fmt::format("{} of {} not dominated in {} (less is better){}{}", front.size(),
                  counted(points.size(), "point"), fmt::join(names, ", "), fronts, ratios_of(options)) +
      energies_of(table, front);
  table.label = "pareto";
  return table;
}

}  // namespace scnnsim
