// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Adds the products of one issue that have the same address. The sum travels as one product, in the lane of
/// the first (Mao sec. 5: fewer output references for coarse grains). Throughput: one issue per cycle.
/// Latency: none. Does nothing if `accumulator.merge` is `none`.
class MergeUnit : public sc_core::sc_module, public StatisticsOwner {
 public:
  MergeUnit(const sc_core::sc_module_name& name, const AccumulatorParameters& parameters);

  /// Prepares for a step whose accumulator addresses are 0 ... `words` - 1.
  void begin(std::size_t words) {
    if (enabled_ && last_use_.size() < words) last_use_.resize(words);
  }
  void merge(ProductBundle& products) {
    if (enabled_) merge_equal_addresses(products);
  }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter merged{*this, "merged", "products", "products added to another one of their issue"};
  };
  Stats& stats() { return stats_; }
  const Stats& stats() const { return stats_; }

 private:
  void merge_equal_addresses(ProductBundle& products);

  const bool enabled_;
  /// Per address: the issue that last used it, and the product that holds the sum.
  struct LastUse {
    std::uint64_t issue = 0;
    std::uint32_t product = 0;
  };
  std::vector<LastUse> last_use_;
  std::uint64_t issue_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
