// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <systemc>
#include <vector>

#include "models/common/machine_config.h"
#include "models/common/partial_sums.h"
#include "models/common/statistics.h"
#include "models/pe/operands.h"
#include "models/pe/tile_product.h"

namespace scnnsim {

/// The accumulator buffers of a PE: A banks, two copies (SCNN sec. 4.1, 4.2). One copy fills while the PPU
/// drains the other.
///
/// Integer sums do not depend on the order of their terms, so a product's value is added when the product is
/// formed; *when* its bank is busy with it is the scatter network's business. At the end of an OCG both
/// agree.
class AccumulatorBanks : public sc_core::sc_module, public StatisticsOwner {
 public:
  explicit AccumulatorBanks(const sc_core::sc_module_name& name);

  /// Clears the copy that fills, for a step that uses `words` addresses.
  void begin(std::size_t words, bool narrow) {
    copies_[filling_].assign(words + DenseBlocks::simd_slack, narrow);
  }
  void add(const ProductBundle& products) {
    copies_[filling_].use([&](auto& sums) { add(products, sums.data()); });
    stats_.updates += products.count;
  }
  /// For work by whole tiles: the sums by address, and the count of the updates that they stand for.
  std::int32_t* narrow_sums() { return copies_[filling_].narrow().data(); }
  void count_updates(std::uint64_t updates) { stats_.updates += updates; }
  /// Hands over the full copy, sums by address: returns it, and turns to the other one.
  PartialSums& swap() {
    PartialSums& full = copies_[filling_];
    filling_ ^= 1;
    return full;
  }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter updates{*this, "updates", "words", "read-modify-writes of an accumulator entry"};
  };

 private:
  template <class Sum>
  static void add(const ProductBundle& products, Sum* sums) {
    for (std::uint32_t n = 0; n < products.count; ++n)
      sums[products.address[n]] = static_cast<Sum>(sums[products.address[n]] + products.value[n]);
  }

  std::array<PartialSums, 2> copies_;
  std::size_t filling_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
