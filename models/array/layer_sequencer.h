// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "models/common/layer_program.h"
#include "models/common/statistics.h"
#include "models/common/timed_channel.h"
#include "models/common/timed_process.h"

namespace scnnsim {

/// Barrier of the PE array: all PEs finish an output-channel group before any PE starts the next one (SCNN
/// sec. 6.2). Latency: a step starts one cycle after the last PE has ended the step before.
class LayerSequencer : public TimedProcess, public StatisticsOwner {
 public:
  LayerSequencer(const sc_core::sc_module_name& name, SimulationContext& context, const LayerProgram& program,
                 std::uint32_t pes, std::function<void(double)> progress);

  /// First cycle of each step, for the PEs and the activation loader.
  BroadcastLog& releases() { return releases_; }
  /// Last cycle of each step of PE `pe`, from the PE.
  TimedChannel<Signal>& ends(std::uint32_t pe) { return *ends_[pe]; }

  void run() override;

  /// Duration of a step, from its first cycle to the last PE's end of it, and what the other PEs waited for
  /// that PE: the sum over PEs, in PE-cycles.
  struct StepTime {
    Cycle cycles = 0, waited = 0;
  };
  /// Of the steps that have ended, in their order.
  const std::vector<StepTime>& step_times() const { return step_times_; }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter barriers{*this, "barriers", "barriers", "steps that every PE has ended"};
  };

 private:
  void observe(std::size_t step, Cycle last);

  const LayerProgram& program_;
  std::function<void(double)> progress_;
  BroadcastLog releases_;
  std::vector<std::unique_ptr<TimedChannel<Signal>>> ends_;
  std::vector<StepTime> step_times_;
  std::vector<Cycle> observed_ends_;  ///< of the step under way, if somebody observes
  Stats stats_;
};

}  // namespace scnnsim
