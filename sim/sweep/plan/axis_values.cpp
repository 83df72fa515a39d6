// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/axis_values.h"

#include <fmt/format.h>

#include <cmath>

namespace scnnsim {
namespace {

/// Rounding errors of a few steps must neither show nor cost the last value.
constexpr double tolerance = 1e-9;

std::string number_text(double value) {
  return fmt::format("{:.12g}", value);
}

/// How many steps of a range lie at or below its end.
std::size_t steps_in(double steps, const YamlNode& node) {
  const double whole = std::floor(steps + tolerance);
  if (whole >= static_cast<double>(most_points))
    node.fail(fmt::format("got a range of {:.0f} values, expected at most {}", whole + 1, most_points));
  return static_cast<std::size_t>(whole);
}

std::vector<std::string> linear(const YamlMap& range, double from, double to) {
  const double step = range.required<double>("step");
  if (!(step > 0)) range.at("step").fail(fmt::format("got {}, expected a number above 0", step));
  std::vector<std::string> values;
  for (std::size_t i = 0; i <= steps_in((to - from) / step, range.node()); ++i)
    values.push_back(number_text(from + static_cast<double>(i) * step));
  return values;
}

std::vector<std::string> geometric(const YamlMap& range, double from, double to) {
  const double factor = range.required<double>("factor");
  if (!(factor > 1)) range.at("factor").fail(fmt::format("got {}, expected a number above 1", factor));
  if (!(from > 0)) range.at("from").fail(fmt::format("got {}, expected a number above 0", from));
  std::vector<std::string> values;
  const std::size_t steps = steps_in(std::log(to / from) / std::log(factor), range.node());
  for (std::size_t i = 0; i <= steps; ++i)
    values.push_back(number_text(from * std::pow(factor, static_cast<double>(i))));
  return values;
}

std::vector<std::string> read_range(const YamlNode& node) {
  const YamlMap range = node.as_map({"from", "to", "step", "factor"});
  const double from = range.required<double>("from"), to = range.required<double>("to");
  if (to < from) range.at("to").fail(fmt::format("got {}, expected at least from = {}", to, from));
  if (range.has("step") == range.has("factor"))
    node.fail("expected either step (linear) or factor (geometric; 2: powers of two)");
  return range.has("step") ? linear(range, from, to) : geometric(range, from, to);
}

}  // namespace

std::vector<std::string> read_axis_values(const YamlNode& node) {
  if (node.is_map()) return read_range(node);
  if (!node.is_sequence()) return {node.as<std::string>()};
  std::vector<std::string> values;
  for (const YamlNode& item : node.as_sequence()) values.push_back(item.as<std::string>());
  if (values.empty()) node.fail("got an empty list, expected at least one value");
  return values;
}

}  // namespace scnnsim
