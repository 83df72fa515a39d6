// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "tests/support/random_blocks.h"

namespace scnnsim {

/// Bank queues and register as plain counts, which the batched engine's kernels are held to.
struct PlainBankQueues {
  PlainBankQueues(std::uint32_t banks, std::uint32_t of_depth)
      : queued(banks, 0), waiting(banks, 0), depth(of_depth) {}

  std::vector<std::uint32_t> queued, waiting;  ///< products per bank: in the queues, in the register
  std::uint32_t depth;

  void step();
  bool register_empty() const;
  /// Issues all of `blocks`, by plain loops, and returns their cycles. `ready`: the first one at once.
  std::uint64_t run(const RandomBlocks& blocks, bool ready, std::uint64_t& conflicts,
                    std::vector<std::uint32_t>& issue_cycle);
};

}  // namespace scnnsim
