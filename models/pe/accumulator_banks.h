// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <systemc>

#include "models/common/partial_sums.h"
#include "models/common/statistics.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Accumulator buffers of a PE: A banks, two copies (SCNN sec. 4.1, 4.2). One copy fills while the PPU drains
/// the other. Throughput: one product per bank and cycle.
///
/// Integer sums do not depend on the order of their terms, so a product's value is added when the product is
/// formed. The scatter network models when the bank is busy with the product. Both have handled every product
/// by the end of an OCG.
class AccumulatorBanks : public sc_core::sc_module, public StatisticsOwner {
 public:
  explicit AccumulatorBanks(const sc_core::sc_module_name& name);

  /// Clears the filling copy, for a step that uses `words` addresses. `narrow`: all sums fit 32 bits.
  void begin(std::size_t words, bool narrow) { filling().assign(words, narrow); }
  /// Adds the products to their sums: one read-modify-write per product.
  void add(const ProductBundle& products);
  /// The filling copy: sums by address.
  PartialSums& filling() { return copies_[filling_]; }
  /// Swaps the copies. Returns the filled copy, for the PPU.
  PartialSums& swap() {
    PartialSums& full = filling();
    filling_ ^= 1;
    return full;
  }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter updates{*this, "updates", "words", "read-modify-writes of an accumulator entry"};
  };
  Stats& stats() { return stats_; }
  const Stats& stats() const { return stats_; }

 private:
  std::array<PartialSums, 2> copies_;
  std::size_t filling_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
