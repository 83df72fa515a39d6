// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "models/common/activity_observer.h"
#include "models/common/cycle_owner.h"
#include "models/common/layer_program.h"
#include "models/common/statistics.h"
#include "models/common/timed_channel.h"
#include "models/common/timed_process.h"
#include "models/pe/issue_waits.h"

namespace scnnsim {

/// Port through which an engine sees its PE: when operands arrive, and how far the PE may run ahead of the
/// kernel. The engine gives every cycle of its work an owner here. Channels and entries count within the
/// current pass.
class IssuePort : public TimedProcess, public StatisticsOwner {
 public:
  /// `arrivals`: when each channel of each pass has arrived from DRAM.
  IssuePort(const sc_core::sc_module_name& name, SimulationContext& context, std::uint32_t pe,
            const LayerProgram& program, BroadcastLog& arrivals);

  /// Delivery cycle of every weight vector of the layer. Called once, before the run.
  void bind_deliveries(BroadcastLog& deliveries) { deliveries_ = &deliveries; }

  // Activations.
  /// First cycle in which the channel's activations can be used; blocks until it is known.
  Cycle wait_for_input(std::uint32_t channel) {
    if (!program_.streams_input) return 0;
    return read(arrivals_, arrival_index(channel), "its activations");
  }
  bool input_known(std::uint32_t channel) const {
    return !program_.streams_input || arrivals_.knows(arrival_index(channel));
  }
  /// Whether the channel's activations are known to arrive by `cycle`.
  bool input_arrived_by(std::uint32_t channel, Cycle cycle) const {
    return !program_.streams_input || arrivals_.arrived_by(arrival_index(channel), cycle);
  }

  // Weight vectors.
  /// First cycle in which the entry can be issued; blocks until it is known.
  Cycle wait_for_entry(std::size_t entry) {
    return read(*deliveries_, first_entry_of_pass_ + entry, "a weight vector");
  }
  /// Whether the entry is known to be delivered by `cycle`.
  bool delivered_by(std::size_t entry, Cycle cycle) const {
    return deliveries_->arrived_by(first_entry_of_pass_ + entry, cycle);
  }
  /// Number of the pass's first entry, counted over the layer.
  std::size_t first_entry_of_pass() const { return first_entry_of_pass_; }

  // Owners of cycles.
  /// First cycle without an owner.
  Cycle next_cycle() const { return next_cycle_; }
  /// Gives the cycles from next_cycle() up to `end` - 1 to `owner`.
  void own(CycleOwner owner, Cycle end) {
    if (end <= next_cycle_) return;
    if (observer_) observe(owner, end);
    stats_.cycles(owner) += end - next_cycle_;
    next_cycle_ = end;
  }
  /// Gives the cycles up to `end` - 1, `issues` of which issue a vector pair and the others wait for the
  /// output register. `waits` tells where; it may be null if no cycle waits, or nobody observes the PE.
  /// Throws SimulationError if there are more issues than cycles.
  void own_issues(std::uint64_t issues, Cycle end, const IssueWaits* waits = nullptr) {
    if (end < next_cycle_ + issues) report_too_few_cycles(issues, end);
    if (observer_) observe_issues(end, waits);
    stats_.issue += issues;
    stats_.crossbar += end - next_cycle_ - issues;
    issues_ += issues;
    next_cycle_ = end;
  }
  /// Vector pairs issued so far.
  std::uint64_t issues() const { return issues_; }

  // Observation (models/common/activity_observer.h).
  bool is_observed() const { return observer_ != nullptr; }
  /// The cycles that get an owner from now on belong to `channel`.
  void enter_channel(std::uint32_t channel) { channel_ = channel; }
  /// Of an observed PE: `products` wait in the scatter network's queues at the end of `cycle`.
  void observe_queues(Cycle cycle, std::uint64_t products) {
    observer_->became(ActiveLevel::queued_products, pe_, cycle, products);
  }

  // Time (models/common/timed_process.h).
  using TimedProcess::advance_to;
  using TimedProcess::may_run_before;
  using TimedProcess::may_run_to;
  /// Most cycles that the clock may move at once.
  Cycle longest_step() const { return context().watchdog(); }

  const StatisticsGroup& statistics() const override { return stats_; }

  /// Every cycle of the PE has exactly one owner.
  struct Stats : StatisticsGroup {
    Counter idle{*this, "cycles_idle", "cycles", "no tile, or all work of the layer done"};
    Counter barrier{*this, "cycles_barrier", "cycles", "waiting for other PEs at the end of a step"};
    Counter postprocess{*this, "cycles_postprocess", "cycles",
                        "waiting for the PPU to free an accumulator copy"};
    Counter input{*this, "cycles_input", "cycles", "waiting for activations from DRAM"};
    Counter weights{*this, "cycles_weights", "cycles", "waiting for a weight vector"};
    Counter crossbar{*this, "cycles_crossbar", "cycles", "waiting for the scatter network"};
    Counter issue{*this, "cycles_issue", "cycles", "issuing a vector pair, or switching blocks"};

    Counter& cycles(CycleOwner owner);
  };

 protected:
  void enter_pass(std::size_t pass) { pass_ = pass; }
  /// The cycles that get an owner from now on belong to `step` and to no channel.
  void enter_step(std::size_t step) {
    observed_step_ = static_cast<std::uint32_t>(step);
    channel_ = ActiveInterval::no_channel;
  }
  void leave_channel() { channel_ = ActiveInterval::no_channel; }
  ActivityObserver* observer() const { return observer_; }
  void leave_pass() { first_entry_of_pass_ += program_.streams[program_.passes[pass_].group].vectors.size(); }

 private:
  [[noreturn]] void report_too_few_cycles(std::uint64_t issues, Cycle end) const;
  void observe(CycleOwner owner, Cycle end);
  void observe_issues(Cycle end, const IssueWaits* waits);
  std::size_t arrival_index(std::uint32_t channel) const {
    return pass_ * program_.geometry.channels + channel;
  }

  const LayerProgram& program_;
  BroadcastLog& arrivals_;
  BroadcastLog* deliveries_ = nullptr;
  const std::uint32_t pe_;
  ActivityObserver* const observer_;  ///< null: nobody observes this PE
  std::uint32_t observed_step_ = 0, channel_ = ActiveInterval::no_channel;
  std::size_t pass_ = 0;
  std::size_t first_entry_of_pass_ = 0;
  Cycle next_cycle_ = 0;
  std::uint64_t issues_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
