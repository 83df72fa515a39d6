// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "models/pe/batched/batched_network.h"

namespace scnnsim {

/// Runs blocks in form `positions`: forms some issues, product by product, then hands them to the queues.
/// Element: see bank_patterns.h.
template <class Element>
class FormedBlocks {
 public:
  template <class Queues>
  IssueOutcome run(const VectorBlocks& all, Queues& queues) {
    IssueOutcome total;
    bool ready = all.issues.register_ready;
    std::uint32_t* issue_cycle = all.issues.issue_cycle;
    for (const IssueBlock& block : all.issues) {
      for (std::uint32_t a = 0; a < block.activation_vectors; ++a)
        for (std::uint32_t w = 0; w < block.weight_vectors; w += issues_at_once, ready = false) {
          const IssueBlock part{block.first_activation + a, 1, block.first_weight + w,
                                std::min(issues_at_once, block.weight_vectors - w), block.channel};
          IssueWait* const waits = all.issues.waits ? all.issues.waits + total.waits : nullptr;
          const IssueBlocks issues{&part, 1, ready, issue_cycle + w, waits};
          const IssueOutcome outcome = queues.run(form(issues, all.positions, queues.padded_banks()));
          for (std::uint32_t n = 0; n < part.weight_vectors; ++n)
            issues.issue_cycle[n] += static_cast<std::uint32_t>(total.cycles);
          for (std::size_t n = 0; waits != nullptr && n < outcome.waits; ++n)
            waits[n].first += static_cast<std::uint32_t>(total.cycles);
          total.waits += outcome.waits;
          total.cycles += outcome.cycles;
          total.issues += outcome.issues;
          total.conflict_cycles += outcome.conflict_cycles;
        }
      issue_cycle += block.weight_vectors;
    }
    return total;
  }

 private:
  /// Forms the issues of a block that has one activation vector.
  FormedBlock<Element> form(const IssueBlocks& issues, IssuePositions& positions, std::size_t banks) {
    const IssueBlock& block = *issues.blocks;
    elements_.assign(block.weight_vectors * banks, 0);
    positions.add_to(block.first_activation, block.first_weight, block.weight_vectors, elements_.data(),
                     banks);
    return {issues, elements_.data()};
  }

  static constexpr std::uint32_t issues_at_once = 32;
  std::vector<Element> elements_;  ///< [issues x banks, padded]
};

}  // namespace scnnsim
