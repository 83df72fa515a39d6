// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/select_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sim/sweep/report/sweep_columns.h"
#include "traces/support/error.h"
#include "traces/support/nearest_name.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

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
