// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/plan/settings.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// A name and the value that it is to have.
struct Assignment {
  std::string name, value;
  std::string where;  ///< in the file, for messages
};

/// Values that change together: each choice sets one or more names.
using AxisChoices = std::vector<std::vector<Assignment>>;

/// The axes of a sweep: every combination of one choice of each.
class SweepAxes {
 public:
  /// One name, the values that read_axis_values reads. Throws UserError for a name that is there already, and
  /// for values that it cannot have.
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
