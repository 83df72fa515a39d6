// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/report/point_axes.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "sim/sweep/plan/settings.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

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

/// For every point, the first point with the same value of the axis.
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

/// Values of an axis, each once, in the order of the points.
std::vector<std::string> values_of(const std::vector<SweepPoint>& points, const std::string& axis) {
  std::vector<std::string> values;
  for (const SweepPoint& point : points) {
    const std::string value(axis == "status"          ? std::string(to_string(point.status))
                            : axis_value(point, axis) ? *axis_value(point, axis)
                                                      : std::string());
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  return values;
}

}  // namespace

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

std::vector<std::string> workload_axes(const std::vector<SweepPoint>& points,
                                       const std::vector<std::string>& axes) {
  std::vector<std::string> found;
  const std::vector<std::string>& settings = setting_names();
  for (const std::string& axis : varying_axes(points, axes))
    if (axis != "architecture" && std::find(settings.begin(), settings.end(), axis) != settings.end())
      found.push_back(axis);
  return found;
}

std::vector<std::string> values_on(const SweepPoint& point, const std::vector<std::string>& axes) {
  std::vector<std::string> values;
  for (const std::string& axis : axes) {
    const std::string* const value = axis_value(point, axis);
    values.push_back(value != nullptr ? *value : "");
  }
  return values;
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

bool meets(const SweepPoint& point, const std::string& axis, const std::string& wanted) {
  if (axis == "status") return to_string(point.status) == wanted;
  const std::string* const value = axis_value(point, axis);
  if (value == nullptr || *value == wanted) return value != nullptr;
  const auto number = detail::parse_number<double>(*value);
  return number && number == detail::parse_number<double>(wanted);
}

std::pair<std::string, std::string> parse_condition(const std::string& text, const std::string& option,
                                                    const std::vector<std::string>& axes) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw UserError(fmt::format("{}: got {:?}, expected AXIS=VALUE", option, text));
  const std::string name = text.substr(0, equals);
  std::vector<std::string> known = all_axes(axes);
  known.emplace_back("status");
  if (std::find(known.begin(), known.end(), name) == known.end())
    throw UserError(option + ": " + unknown_name("axis", name, "axes", known));
  return {name, text.substr(equals + 1)};
}

std::vector<SweepPoint> select_points(std::vector<SweepPoint> points, const std::vector<std::string>& axes,
                                      const std::vector<std::string>& conditions) {
  for (const std::string& text : conditions) {
    const auto [axis, wanted] = parse_condition(text, "--where", axes);
    const auto fits = [&axis = axis, &wanted = wanted](const SweepPoint& point) {
      return meets(point, axis, wanted);
    };
    if (std::none_of(points.begin(), points.end(), fits))
      throw UserError(fmt::format("--where: no point has {}={}; values: {}", axis, wanted,
                                  fmt::join(values_of(points, axis), ", ")));
    points.erase(std::remove_if(points.begin(), points.end(), std::not_fn(fits)), points.end());
  }
  return points;
}

}  // namespace scnnsim
