// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/plan/settings.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// Most values of one axis, and most points of a sweep.
inline constexpr std::size_t most_points = 1'000'000;

/// The values that a user gives for one name, as texts: one value, a list of at least one, or a range
/// `{from, to, step}` (linear) or `{from, to, factor}` (geometric: `factor: 2` for powers of two), ends
/// included. Throws UserError.
std::vector<std::string> read_axis_values(const YamlNode& node);

/// A name and the value to set.
struct Assignment {
  std::string name, value;
  std::string where;  ///< in the file, for messages
};

/// Values that change together: each choice sets one or more names.
using AxisChoices = std::vector<std::vector<Assignment>>;

/// The axes of a sweep: every combination of one choice of each.
class SweepAxes {
 public:
  /// One name and its values, see read_axis_values(). Throws UserError for a name that another axis sets, and
  /// for values that the name cannot have.
  void add_grid(const std::string& name, const YamlNode& values);
  /// A block of the file's `axes`: {grid: {name: values}}, {zip: {name: values}} or {list: [{name: value}]}.
  void add_block(const YamlNode& block);

  const std::vector<AxisChoices>& axes() const { return axes_; }
  const std::vector<std::string>& names() const { return names_; }  ///< each once, in order
  /// How many combinations there are; at most 2^64 - 1 is returned.
  std::uint64_t combinations() const;

 private:
  void add_names(const std::vector<std::string>& names, const YamlNode& node);
  void add_zip(const YamlNode& node);
  void add_list(const YamlNode& node);

  std::vector<AxisChoices> axes_;
  std::vector<std::string> names_;
};

}  // namespace scnnsim
