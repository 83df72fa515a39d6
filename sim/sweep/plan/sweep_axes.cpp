// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_axes.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/sweep/plan/axis_values.h"
#include "traces/support/counted.h"

namespace scnnsim {
namespace {

/// Tries the value, so that a mistake is told before the first point runs.
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

/// The entries of a block, of which there must be some.
std::vector<std::pair<std::string, YamlNode>> entries_of(const YamlNode& node) {
  const YamlMap map = node.as_map();
  if (map.entries().empty()) node.fail("is empty, expected at least one name with its values");
  return map.entries();
}

}  // namespace

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
