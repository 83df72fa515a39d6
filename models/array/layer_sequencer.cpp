// SPDX-License-Identifier: Apache-2.0
#include "models/array/layer_sequencer.h"

#include <algorithm>

#include "models/common/activity_observer.h"

namespace scnnsim {

LayerSequencer::LayerSequencer(const sc_core::sc_module_name& name, SimulationContext& context,
                               const LayerProgram& program, std::uint32_t pes,
                               std::function<void(double)> progress)
    : TimedProcess(name, context), program_(program), progress_(std::move(progress)) {
  for (std::uint32_t pe = 0; pe < pes; ++pe) ends_.push_back(std::make_unique<TimedChannel<Signal>>());
}

void LayerSequencer::run() {
  const std::size_t steps = program_.steps.size();
  releases_.append(0);
  for (std::size_t step = 0; step < steps; ++step) {
    Cycle last = 0, sum = 0;
    for (auto& end : ends_) {
      const Cycle cycle = receive(*end, "the end of a PE's step").cycle;
      last = std::max(last, cycle);
      sum += cycle;
      if (context().observer() != nullptr) observed_ends_.push_back(cycle);
    }
    if (context().observer() != nullptr) observe(step, last);
    ++stats_.barriers;
    step_times_.push_back({last + 1 - releases_[step], ends_.size() * last - sum});
    if (progress_) progress_(static_cast<double>(step + 1) / static_cast<double>(steps));
    if (step + 1 == steps) return;
    releases_.append(last + 1);
    advance_to(last + 1);
  }
}

/// Reports the step, and how many PEs have ended it as its cycles pass.
void LayerSequencer::observe(std::size_t step, Cycle last) {
  ActivityObserver& observer = *context().observer();
  observer.did(ActiveUnit::barrier, 0,
               {releases_[step], last + 1, Activity::step, static_cast<std::uint32_t>(step)});
  std::sort(observed_ends_.begin(), observed_ends_.end());
  std::uint64_t waiting = 0;
  for (const Cycle end : observed_ends_) {
    ++waiting;
    if (end < last) observer.became(ActiveLevel::waiting_pes, 0, end + 1, waiting);
  }
  observer.became(ActiveLevel::waiting_pes, 0, last + 1, 0);
  observed_ends_.clear();
}

}  // namespace scnnsim
