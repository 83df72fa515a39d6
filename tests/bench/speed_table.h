// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/bench/measure.h"

namespace scnnsim {

/// Measures and prints, row by row, what the speed of the simulator has to be and what it is.
class SpeedTable {
 public:
  explicit SpeedTable(unsigned repeats);

  enum class Best { high, low };
  /// A row: the median of what `measure` returns, against a target.
  double row(const std::string& work, const std::string& unit, Best best, double target,
             const std::function<double()>& measure);
  /// The median time of a simulation; multiplies and issues are those of every run.
  SimulationTime simulation(const BenchLayer& layer, const SimulationOptions& options) const;
  /// A line below the row before.
  void note(const std::string& text) const;

 private:
  unsigned repeats_;
};

}  // namespace scnnsim
