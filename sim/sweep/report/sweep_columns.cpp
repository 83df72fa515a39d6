// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/report/sweep_columns.h"

#include <algorithm>
#include <map>

#include "sim/layer/result_columns.h"
#include "sim/tables/choose_columns.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

std::vector<SweepColumn> all_figures() {
  std::vector<SweepColumn> columns{{{"area_mm2", "area", CellStyle::square_mm}, [](const SweepPoint& point) {
                                      return point.area_mm2 > 0 ? Json(point.area_mm2) : Json();
                                    }}};
  for (const ResultColumn& column : result_columns()) {
    if (!column.in_totals()) continue;
    columns.push_back(
        {{std::string(column.name), std::string(column.title), column.style, std::string(column.unit)},
         [&column](const SweepPoint& point) { return point.total ? column.get(*point.total) : Json(); }});
  }
  return columns;
}

}  // namespace

std::vector<SweepColumn> sweep_figures(const std::vector<std::string>& names, const std::string& option) {
  static const std::map<std::string, std::string> short_names{
      {"area", "area_mm2"}, {"energy", "energy_pj"}, {"utilization", "multiplier_utilization"}};
  static const std::vector<SweepColumn> figures = all_figures();
  std::vector<std::string> whole;
  for (const std::string& name : names) {
    const auto found = short_names.find(name);
    whole.push_back(found == short_names.end() ? name : found->second);
  }
  return choose_columns(figures, whole, option);
}

std::vector<SweepColumn> sweep_identity(const std::vector<SweepPoint>& points,
                                        const std::vector<std::string>& axes) {
  std::vector<SweepColumn> columns{
      {{"point", "point", CellStyle::integer}, [](const SweepPoint& point) { return Json(point.number); }}};
  const std::vector<std::string> varying = varying_axes(points, axes), titles = axis_titles(varying);
  for (std::size_t i = 0; i < varying.size(); ++i)
    columns.push_back(
        {{varying[i], titles[i], CellStyle::axis}, [axis = varying[i]](const SweepPoint& point) {
           const std::string* const value = axis_value(point, axis);
           return value ? Json(*value) : Json();
         }});
  return columns;
}

std::optional<double> number_of(const nlohmann::ordered_json& cell) {
  return cell.is_number() ? std::optional<double>(cell.get<double>()) : std::nullopt;
}

}  // namespace scnnsim
