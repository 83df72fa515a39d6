// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/pe/formed_runs.h"
#include "models/pe/scatter_network.h"

namespace scnnsim {

/// What the policies with queues share when they take runs of whole vectors: `Queues` (bank_queues.h,
/// lane_queues.h) do the cycles; what products are to the banks, an Element each (bank_patterns.h), comes
/// from patterns or is formed issue by issue.
template <class Queues, class Element>
class QueuedScatter : public ScatterNetwork {
 public:
  void step() override {
    queues_.step();
    if (!queues_.register_empty()) ++stats_.conflict_cycles;
  }
  std::uint64_t run(const VectorRuns& runs) override {
    std::uint64_t conflicts = 0;
    const std::uint64_t cycles = by_patterns_ ? queues_.run(runs.with(patterns_of(runs.weights)), conflicts)
                                              : formed_.run(runs, queues_, conflicts);
    stats_.conflict_cycles += conflicts;
    return cycles;
  }
  bool register_empty() const override { return queues_.register_empty(); }
  bool empty() const override { return queues_.empty(); }

 protected:
  QueuedScatter(const char* name, std::uint32_t banks, std::uint32_t depth, PeWork work)
      : ScatterNetwork(name), by_patterns_(work == PeWork::by_patterns), queues_(banks, depth) {}

  virtual const BankPatterns<Element>& patterns_of(const StepVectors& weights) const = 0;
  Queues& queues() { return queues_; }

 private:
  const bool by_patterns_;
  Queues queues_;
  FormedRuns<Element> formed_;
};

}  // namespace scnnsim
