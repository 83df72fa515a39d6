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
  std::uint64_t run(const VectorRuns& all, Queues& queues, std::uint64_t& conflicts) {
    std::uint64_t cycles = 0;
    bool ready = all.issues.register_ready;
    std::uint32_t* issue_cycle = all.issues.issue_cycle;
    for (const IssueRun& run : all.issues) {
      for (std::uint32_t a = 0; a < run.activation_vectors; ++a)
        for (std::uint32_t w = 0; w < run.weight_vectors; w += issues_at_once, ready = false) {
          const IssueRun batch{run.first_activation + a, 1, run.first_weight + w,
                               std::min(issues_at_once, run.weight_vectors - w)};
          const IssueRuns issues{&batch, 1, ready, issue_cycle + w};
          const std::uint64_t before = cycles;
          cycles += queues.run(form(issues, all.positions, queues.padded_banks()), conflicts);
          for (std::uint32_t n = 0; n < batch.weight_vectors; ++n)
            issues.issue_cycle[n] += static_cast<std::uint32_t>(before);
        }
      issue_cycle += run.weight_vectors;
    }
    return cycles;
  }

 private:
  /// The issues of one run with one activation vector.
  FormedRun<Element> form(const IssueRuns& issues, IssuePositions& positions, std::size_t banks) {
    const IssueRun& run = *issues.runs;
    elements_.assign(run.weight_vectors * banks, 0);
    positions.add_to(run.first_activation, run.first_weight, run.weight_vectors, elements_.data(), banks);
    return {issues, elements_.data()};
  }

  static constexpr std::uint32_t issues_at_once = 32;
  std::vector<Element> elements_;  ///< [issues x banks, padded]
};

}  // namespace scnnsim
