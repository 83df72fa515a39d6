// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/sweep/plan/settings.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// A condition on the settings of a point: "pe_array.rows * pe_array.columns == 64",
/// "architecture != dcnn || accumulator.banks > 16". Its names are keys of the configuration, the settings of
/// settings.h, and texts that these may have as values. README.md describes the language.
class Constraint {
 public:
  /// Throws UserError for anything else.
  explicit Constraint(const YamlNode& node);
  Constraint(Constraint&&) noexcept;
  ~Constraint();

  /// Throws UserError that names the point's values when the condition has no result: a division by zero, a
  /// text in arithmetic. The right side of && and || does not count where the left side decides.
  bool holds(const PointSettings& settings) const;
  const std::string& text() const { return text_; }

 private:
  struct Compiled;
  std::string text_, where_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace scnnsim
