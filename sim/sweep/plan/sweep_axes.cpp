// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_axes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "traces/support/messages.h"

namespace scnnsim {
namespace {

/// Relative to a step: rounding errors of many steps must not lose the last value.
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

/// Tries the value, so that a mistake is reported before the first point runs.
Assignment checked(const std::string& name, const std::string& value, const YamlNode& node) {
  PointSettings anything;
  Assignment assignment{name, value, node.file_and_line()};
  set_point_setting(anything, name, value, assignment.where);
  return assignment;
}

std::vector<Assignment> values_of(const std::string& name, const YamlNode& node) {
  require_setting(name, node.file_and_line());
  std::vector<Assignment> values;
  for (const std::string& value : read_axis_values(node)) values.push_back(checked(name, value, node));
  return values;
}

/// The entries of a block. Throws UserError when there are none.
std::vector<std::pair<std::string, YamlNode>> entries_of(const YamlNode& node) {
  const YamlMap map = node.as_map();
  if (map.entries().empty()) node.fail("is empty, expected at least one name with its values");
  return map.entries();
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

void SweepAxes::add_names(const std::vector<std::string>& names, const YamlNode& node) {
  for (const std::string& name : names) {
    if (std::find(names_.begin(), names_.end(), name) != names_.end())
      node.fail(fmt::format("\"{}\" is set by another axis already", name));
    names_.push_back(name);
  }
}

void SweepAxes::add_grid(const std::string& name, const YamlNode& values) {
  AxisChoices choices;
  for (Assignment& value : values_of(name, values)) choices.push_back({std::move(value)});
  add_names({name}, values);
  axes_.push_back(std::move(choices));
}

void SweepAxes::add_zip(const YamlNode& node) {
  std::vector<std::string> names;
  AxisChoices choices;
  for (const auto& [name, values] : entries_of(node)) {
    const std::vector<Assignment> column = values_of(name, values);
    if (names.empty()) choices.resize(column.size());
    if (column.size() != choices.size())
      values.fail(fmt::format("got {}, expected {}, as many as {}: names of a zip change together",
                              counted(column.size(), "value"), choices.size(), names.front()));
    for (std::size_t i = 0; i < column.size(); ++i) choices[i].push_back(column[i]);
    names.push_back(name);
  }
  add_names(names, node);
  axes_.push_back(std::move(choices));
}

void SweepAxes::add_list(const YamlNode& node) {
  std::vector<std::string> names;
  AxisChoices choices;
  for (const YamlNode& item : node.as_sequence()) {
    choices.emplace_back();
    for (const auto& [name, value] : entries_of(item)) {
      require_setting(name, value.file_and_line());
      choices.back().push_back(checked(name, value.as<std::string>(), value));
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  if (choices.empty()) node.fail("got an empty list, expected at least one map of names and values");
  add_names(names, node);
  axes_.push_back(std::move(choices));
}

void SweepAxes::add_block(const YamlNode& block) {
  const YamlMap kinds = block.as_map({"grid", "zip", "list"});
  if (kinds.entries().size() != 1) block.fail("expected one of grid, zip and list");
  const auto& [kind, node] = kinds.entries().front();
  if (kind == "zip")
    add_zip(node);
  else if (kind == "list")
    add_list(node);
  else
    for (const auto& [name, values] : entries_of(node)) add_grid(name, values);
}

std::uint64_t SweepAxes::combinations() const {
  std::uint64_t product = 1;
  for (const AxisChoices& choices : axes_) {
    if (product > std::numeric_limits<std::uint64_t>::max() / choices.size())
      return std::numeric_limits<std::uint64_t>::max();
    product *= choices.size();
  }
  return product;
}

}  // namespace scnnsim
