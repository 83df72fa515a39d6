// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// F x I multipliers: in each issue every weight of a vector meets every activation of a vector (SCNN
/// sec. 4.1). Throughput: one issue per cycle. The products enter the output register, which belongs to the
/// scatter network, at the end of the cycle.
class MultiplierArray : public sc_core::sc_module, public StatisticsOwner {
 public:
  MultiplierArray(const sc_core::sc_module_name& name, const MultiplierArrayParameters& parameters);

  /// Forms all products; lane = weight lane x I + activation lane. Banks are not set.
  void multiply(const OperandVector& weights, const OperandVector& activations, ProductBundle& products);

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter issues{*this, "issues", "cycles", "vector pairs issued"};
    Counter multiplies{*this, "multiplies", "products", "lane products of two values"};
    Counter dropped{*this, "dropped", "products", "multiplies whose output is outside the temporal tile"};
    Counter placeholders{*this, "placeholders", "products", "lane products with a placeholder operand"};
  };
  Stats& stats() { return stats_; }
  const Stats& stats() const { return stats_; }

 private:
  const std::uint32_t i_;
  Stats stats_;
};

}  // namespace scnnsim
