// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/sweep/plan/settings.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// An expression that a point's settings have to fulfil: "pe_array.rows * pe_array.columns == 64",
/// "architecture != dcnn || accumulator.banks > 16". Names are keys of the configuration, the other names of
/// settings.h, and the texts that these may have, which can only be compared.
class Constraint {
 public:
  /// Throws UserError for what is no such expression.
  explicit Constraint(const YamlNode& node);
  Constraint(Constraint&&) noexcept;
  ~Constraint();

  /// Throws UserError that names the point's values when there is no result: a division by zero, a text that
  /// is not just compared, unless the left side of && or || decides without it.
  bool holds(const PointSettings& settings) const;
  const std::string& text() const { return text_; }

 private:
  struct Compiled;
  std::string text_, where_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace scnnsim
