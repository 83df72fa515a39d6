// SPDX-License-Identifier: Apache-2.0
#include "tests/support/plain_bank_queues.h"

#include <algorithm>

namespace scnnsim {

void PlainBankQueues::step() {
  for (std::size_t b = 0; b < queued.size(); ++b) {
    if (queued[b] > 0) --queued[b];
    const std::uint32_t moved = std::min(waiting[b], depth - queued[b]);
    queued[b] += moved;
    waiting[b] -= moved;
  }
}

bool PlainBankQueues::register_empty() const {
  return std::all_of(waiting.begin(), waiting.end(), [](std::uint32_t count) { return count == 0; });
}

std::uint64_t PlainBankQueues::run(const RandomBlocks& blocks, bool ready, std::uint64_t& conflicts,
                                   std::vector<std::uint32_t>& issue_cycle) {
  std::uint64_t cycle = 0;
  for (const IssueBlock& run : blocks.blocks)
    for (std::size_t a = run.first_activation; a < run.first_activation + run.activation_vectors; ++a)
      for (std::size_t w = run.first_weight; w < run.first_weight + run.weight_vectors; ++w, ready = false) {
        for (bool go = ready; !go; go = register_empty()) {
          step();
          ++cycle;
          if (!register_empty()) ++conflicts;
        }
        for (std::size_t b = 0; b < waiting.size(); ++b) waiting[b] += blocks.count(a, w, b);
        issue_cycle[w] = static_cast<std::uint32_t>(cycle);
      }
  return cycle;
}

}  // namespace scnnsim
