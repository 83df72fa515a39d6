// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <systemc>
#include <vector>

#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// The multipliers' output register and the arbitrated crossbar from it to the accumulator banks (SCNN sec.
/// 4.1). Models timing only: it carries the bank and the lane of each product. How products wait for busy
/// banks is a policy, one subclass and file each. Assumption: SCNN describes neither queues nor arbitration;
/// see models/README.md section 3.
class ScatterNetwork : public sc_core::sc_module, public StatisticsOwner {
 public:
  explicit ScatterNetwork(const sc_core::sc_module_name& name) : sc_module(name) {}

  /// Step 5 of the cycle: the products of an issue, in lane order, enter the output register, which must be
  /// empty.
  virtual void load(const ProductBundle& products) = 0;
  /// Steps 2 (accumulate) and 3 (scatter) of one cycle.
  virtual void step() = 0;
  /// No product stands in the output register, so the next issue may follow.
  virtual bool register_empty() const = 0;
  /// No product is anywhere between the multipliers and the banks.
  virtual bool empty() const = 0;
  /// Products in each queue: those of the banks, or of the lanes, by the policy. None where there is no
  /// queue.
  virtual std::vector<std::uint32_t> queues() const { return {}; }
  /// Products in all queues.
  virtual std::uint64_t queued() const { return 0; }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter transfers{*this, "transfers", "products", "products moved to an accumulator bank"};
    Counter conflict_cycles{*this, "conflict_cycles", "cycles",
                            "cycles that left products in the output register"};
  };
  Stats& stats() { return stats_; }
  const Stats& stats() const { return stats_; }

 protected:
  Stats stats_;
};

/// The network with the policy that `config` names.
std::unique_ptr<ScatterNetwork> make_scatter_network(const char* name, const MachineConfig& config);

// The policies, each defined in <policy>.cpp.
std::unique_ptr<ScatterNetwork> make_output_queued(const char* name, const MachineConfig& config);
std::unique_ptr<ScatterNetwork> make_input_queued(const char* name, const MachineConfig& config);
std::unique_ptr<ScatterNetwork> make_ideal(const char* name, const MachineConfig& config);
std::unique_ptr<ScatterNetwork> make_serialized(const char* name, const MachineConfig& config);

}  // namespace scnnsim
