// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "models/pe/scatter_network.h"

namespace scnnsim {

/// Runs whose products are formed one issue after the other, some issues ahead of the queues. Element: see
/// bank_patterns.h.
template <class Element>
class FormedRuns {
 public:
  /// Runs them through `queues`; returns the cycles and adds the conflicts.
  template <class Queues>
  std::uint64_t run(const VectorRun& run, Queues& queues, std::uint64_t& conflicts) {
    const IssueRun& all = run.issues;
    std::uint64_t cycles = 0;
    IssueRun batch;
    batch.register_ready = all.register_ready;
    for (std::size_t a = 0; a < all.activation_vectors; ++a)
      for (std::size_t w = 0; w < all.weight_vectors; w += batch.weight_vectors) {
        batch.weight_vectors = std::min(issues_at_once, all.weight_vectors - w);
        batch.issue_cycle = all.issue_cycle + w;
        elements_.assign(batch.weight_vectors * queues.padded_banks(), 0);
        run.positions.add_to(run.first_activation + a, run.first_weight + w, batch.weight_vectors,
                             elements_.data(), queues.padded_banks());
        const std::uint64_t before = cycles;
        cycles += queues.run(FormedRun<Element>{batch, elements_.data()}, conflicts);
        for (std::size_t n = 0; n < batch.weight_vectors; ++n)
          batch.issue_cycle[n] += static_cast<std::uint32_t>(before);
        batch.register_ready = false;
      }
    return cycles;
  }

 private:
  static constexpr std::size_t issues_at_once = 32;
  std::vector<Element> elements_;  ///< [issues x banks, padded]
};

}  // namespace scnnsim
