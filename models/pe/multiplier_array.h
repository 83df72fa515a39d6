// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// F x I multipliers: in each issue every weight of a vector meets every activation of a vector (SCNN
/// sec. 4.1). Throughput one issue per cycle; the products stand in the output register, which belongs to the
/// scatter network, at the end of the cycle.
class MultiplierArray : public sc_core::sc_module, public StatisticsOwner {
 public:
  MultiplierArray(const sc_core::sc_module_name& name, const MultiplierArrayParameters& parameters);

  /// Forms all products; lane = weight lane x I + activation lane. Banks are not set.
  void multiply(const OperandVector& weights, const OperandVector& activations, ProductBundle& products);

  /// Counts the issues of a whole block: all pairs of weight and activation vectors.
  void count_block(std::uint64_t issues, std::uint64_t value_pairs, std::uint64_t word_pairs) {
    stats_.issues += issues;
    stats_.multiplies += value_pairs;
    stats_.placeholders += word_pairs - value_pairs;
  }

  /// Counts the dropped ones among an issue's products.
  void count_dropped(std::uint64_t count) { stats_.dropped += count; }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter issues{*this, "issues", "cycles", "vector pairs issued"};
    Counter multiplies{*this, "multiplies", "products", "lane products of two values"};
    Counter dropped{*this, "dropped", "products", "multiplies whose output is outside the temporal tile"};
    Counter placeholders{*this, "placeholders", "products", "lane products with a placeholder operand"};
  };

 private:
  const std::uint32_t i_;
  Stats stats_;
};

}  // namespace scnnsim
