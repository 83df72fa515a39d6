// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <systemc>
#include <vector>

#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// The accumulator buffers of a PE: A banks, two copies (SCNN sec. 4.1, 4.2). One copy fills while the PPU
/// drains the other.
///
/// Integer sums do not depend on the order of their terms, so a product's value is added when the product is
/// formed; *when* its bank is busy with it is the scatter network's business. At the end of an OCG both
/// agree.
class AccumulatorBanks : public sc_core::sc_module, public StatisticsOwner {
 public:
  using Copy = std::vector<std::int64_t>;  ///< by address

  AccumulatorBanks(const sc_core::sc_module_name& name, const AccumulatorParameters& parameters);

  /// Clears the copy that fills, for a step that uses `words` addresses.
  void begin(std::size_t words) { copies_[filling_].assign(words, 0); }
  void add(const ProductBundle& products) {
    std::int64_t* words = copies_[filling_].data();
    for (std::uint32_t n = 0; n < products.count; ++n) words[products.address[n]] += products.value[n];
    stats_.updates += products.count;
  }
  /// Hands over the full copy: returns it, and turns to the other one.
  Copy& swap() {
    Copy& full = copies_[filling_];
    filling_ ^= 1;
    return full;
  }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter updates{*this, "updates", "words", "read-modify-writes of an accumulator entry"};
  };

 private:
  std::array<Copy, 2> copies_;
  std::size_t filling_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
