// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <stdexcept>
#include <systemc>
#include <vector>

#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/pe/bank_turns.h"
#include "models/pe/issue_positions.h"
#include "models/pe/issue_run.h"
#include "models/pe/operands.h"
#include "models/pe/pe_work.h"
#include "models/pe/step_vectors.h"

namespace scnnsim {

/// Runs of whole vectors, with all that tells what their products are.
struct VectorRuns {
  IssueRuns issues;
  const StepVectors& weights;
  const BankTurns& turns;     ///< where work is by patterns
  IssuePositions& positions;  ///< else; its operands are set

  /// The runs by patterns.
  template <class Element>
  PatternRuns<Element> with(const BankPatterns<Element>& patterns) const {
    return {issues, patterns.elements(), patterns.stride(), turns.turns(), turns.lanes(), patterns.first()};
  }
};

/// The arbitrated crossbar between the multipliers' output register and the accumulator banks (SCNN
/// sec. 4.1), timing only: it carries the bank of each product. How products wait for busy banks is a policy,
/// one subclass and file each. Assumption: SCNN prints neither queues nor arbitration; see models/README.md
/// section 3.
///
/// One call of step() is steps 2 (accumulate) and 3 (scatter) of one cycle; load() is step 5.
class ScatterNetwork : public sc_core::sc_module, public StatisticsOwner {
 public:
  explicit ScatterNetwork(const sc_core::sc_module_name& name) : sc_module(name) {}

  /// The products of an issue enter the output register, which must be empty.
  virtual void load(const ProductBundle& products) = 0;
  /// One cycle.
  virtual void step() = 0;
  /// Issues runs of vectors as early as the register allows, at most one per cycle, the first in the next
  /// cycle at the earliest: the same as step() and load() for each. Returns the cycles from the last step()
  /// to the last issue. The products are counted by count_transfers().
  virtual std::uint64_t run(const VectorRuns&) {
    throw std::logic_error("this scatter policy runs product by product");
  }
  void count_transfers(std::uint64_t products) { stats_.transfers += products; }
  /// Steps until it is empty; returns the cycles.
  virtual std::uint64_t drain() {
    std::uint64_t cycles = 0;
    for (; !empty(); ++cycles) step();
    return cycles;
  }
  /// No product stands in the output register: the next issue may follow.
  virtual bool register_empty() const = 0;
  /// No product is anywhere between the multipliers and the banks.
  virtual bool empty() const = 0;

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter transfers{*this, "transfers", "products", "products moved to an accumulator bank"};
    Counter conflict_cycles{*this, "conflict_cycles", "cycles",
                            "cycles that left products in the output register"};
  };

 protected:
  Stats stats_;
};

/// The network of a PE that works so.
std::unique_ptr<ScatterNetwork> make_scatter_network(const char* name, const MachineConfig& config,
                                                     PeWork work);

// The policies; each is defined in scatter_<policy>.cpp.
std::unique_ptr<ScatterNetwork> make_output_queued(const char* name, const MachineConfig& config,
                                                   PeWork work);
std::unique_ptr<ScatterNetwork> make_input_queued(const char* name, const MachineConfig& config);
/// The same policy for work by whole vectors (scatter_lane_queues.cpp).
std::unique_ptr<ScatterNetwork> make_lane_queues(const char* name, const MachineConfig& config, PeWork work);
std::unique_ptr<ScatterNetwork> make_ideal(const char* name, const MachineConfig& config);
std::unique_ptr<ScatterNetwork> make_serialized(const char* name, const MachineConfig& config);

}  // namespace scnnsim
