// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/report/sweep_columns.h"

#include <algorithm>
#include <map>

#include "sim/tables/choose_columns.h"
#include "sim/tables/result_columns.h"

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

/// Whether another name than `axis` is `title`, or ends with it after a dot.
bool others_end_with(const std::string& title, const std::string& axis,
                     const std::vector<std::string>& axes) {
  return std::any_of(axes.begin(), axes.end(), [&](const std::string& other) {
    const std::string tail = "." + title, dotted = "." + other;
    return other != axis && dotted.size() >= tail.size() &&
           dotted.compare(dotted.size() - tail.size(), tail.size(), tail) == 0;
  });
}

/// Whether two points, either of which may lack the axis, have the same value of it.
bool agree(const SweepPoint& a, const SweepPoint& b, const std::string& axis) {
  const std::string *const first = axis_value(a, axis), *const second = axis_value(b, axis);
  return first && second ? *first == *second : first == second;
}

/// For every point, the first one that has its value of the axis.
std::vector<const SweepPoint*> first_with_value(const std::vector<SweepPoint>& points,
                                                const std::string& axis) {
  std::map<std::optional<std::string>, const SweepPoint*> first;
  std::vector<const SweepPoint*> of_point;
  of_point.reserve(points.size());
  for (const SweepPoint& point : points) {
    const std::string* const value = axis_value(point, axis);
    of_point.push_back(first.emplace(value ? std::optional(*value) : std::nullopt, &point).first->second);
  }
  return of_point;
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

const std::string* axis_value(const SweepPoint& point, const std::string& axis) {
  for (const auto& [name, value] : point.axes)
    if (name == axis) return &value;
  if (axis == "network") return &point.network;
  return axis == "architecture" ? &point.architecture : nullptr;
}

std::vector<std::string> all_axes(std::vector<std::string> axes) {
  for (const char* name : {"architecture", "network"})
    if (std::find(axes.begin(), axes.end(), name) == axes.end()) axes.insert(axes.begin(), name);
  return axes;
}

std::vector<std::string> varying_axes(const std::vector<SweepPoint>& points,
                                      const std::vector<std::string>& axes) {
  std::vector<std::string> varying;
  for (const std::string& axis : all_axes(axes)) {
    const auto differs = [&](const SweepPoint& point) { return !agree(point, points.front(), axis); };
    if (std::any_of(points.begin(), points.end(), differs)) varying.push_back(axis);
  }
  return varying;
}

std::vector<std::string> tied_axes(const std::vector<SweepPoint>& points,
                                   const std::vector<std::string>& axes, const std::string& axis) {
  const std::vector<const SweepPoint*> first = first_with_value(points, axis);
  std::vector<std::string> tied;
  for (const std::string& other : axes) {
    bool follows = other != axis;
    for (std::size_t i = 0; i < points.size() && follows; ++i) follows = agree(points[i], *first[i], other);
    if (follows) tied.push_back(other);
  }
  return tied;
}

std::vector<std::string> axis_titles(const std::vector<std::string>& axes) {
  std::vector<std::string> titles;
  for (const std::string& axis : axes) {
    std::string title;
    std::size_t dot = axis.size();
    do {
      dot = dot == 0 ? std::string::npos : axis.rfind('.', dot - 1);
      title = dot == std::string::npos ? axis : axis.substr(dot + 1);
    } while (dot != std::string::npos && others_end_with(title, axis, axes));
    titles.push_back(title);
  }
  return titles;
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
