// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/report/sweep_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/layer/result_columns.h"
#include "sim/tables/choose_columns.h"
#include "sim/tables/column_definitions.h"
#include "sim/tables/layer_columns.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

std::vector<SweepColumn> all_figures() {
  std::vector<SweepColumn> columns{{defined_column("area_mm2"), [](const SweepPoint& point) {
                                      return point.area_mm2 > 0 ? Json(point.area_mm2) : Json();
                                    }}};
  for (const ResultColumn& column : result_columns()) {
    if (!column.in_totals()) continue;
    columns.push_back({defined_column(std::string(column.name)), [&column](const SweepPoint& point) {
                         return point.total ? column.get(*point.total) : Json();
                       }});
  }
  return columns;
}

/// "points 1, 2", or of more than a few "points 1, 2, 3, 4 and 12 more".
std::string points_text(const std::vector<std::string>& numbers) {
  constexpr std::size_t most = 4;
  if (numbers.empty()) return "";
  if (numbers.size() == 1) return "point " + numbers.front();
  const auto last = numbers.begin() + static_cast<std::ptrdiff_t>(std::min(most, numbers.size()));
  const std::string first = fmt::format("points {}", fmt::join(numbers.begin(), last, ", "));
  return numbers.size() <= most ? first : fmt::format("{} and {} more", first, numbers.size() - most);
}

/// dram_bases() of points, which are called by their numbers.
DramBases dram_bases(const std::vector<SweepPoint>& points) {
  std::vector<std::string> by_command, by_bit;
  for (const SweepPoint& point : points)
    if (point.total && !point.total->energy_pj.empty())
      (is_dram_by_command(*point.total) ? by_command : by_bit).push_back(std::to_string(point.number));
  return {points_text(by_command), points_text(by_bit)};
}

}  // namespace

std::vector<SweepColumn> sweep_figures(const std::vector<std::string>& names, const std::string& option) {
  static const std::vector<SweepColumn> figures = all_figures();
  return choose_columns(figures, names, option);
}

std::vector<LabelledLayers> totals_of(const std::vector<SweepPoint>& points) {
  std::vector<LabelledLayers> totals(1);
  for (const SweepPoint& point : points)
    if (point.total) totals.front().layers.push_back(*point.total);
  return totals;
}

std::vector<SweepColumn> sweep_identity(const std::vector<SweepPoint>& points,
                                        const std::vector<std::string>& axes) {
  std::vector<SweepColumn> columns{
      {defined_column("number"), [](const SweepPoint& point) { return Json(point.number); }}};
  const std::vector<std::string> varying = varying_axes(points, axes), titles = axis_titles(varying);
  for (std::size_t i = 0; i < varying.size(); ++i)
    columns.push_back(
        {{varying[i], titles[i], CellStyle::axis}, [axis = varying[i]](const SweepPoint& point) {
           const std::string* const value = axis_value(point, axis);
           return value ? Json(*value) : Json();
         }});
  return columns;
}

std::string energy_origin(const std::vector<SweepPoint>& points) {
  return energy_origin(totals_of(points));
}

std::string energy_caption(const std::vector<std::string>& columns, const std::vector<SweepPoint>& points) {
  return energy_caption(columns, totals_of(points), dram_bases(points));
}

std::optional<double> number_of(const nlohmann::ordered_json& cell) {
  return cell.is_number() ? std::optional<double>(cell.get<double>()) : std::nullopt;
}

}  // namespace scnnsim
