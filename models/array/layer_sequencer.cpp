// SPDX-License-Identifier: Apache-2.0
#include "models/array/layer_sequencer.h"

#include <algorithm>

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
    }
    ++stats_.barriers;
    step_times_.push_back({last + 1 - releases_[step], ends_.size() * last - sum});
    if (progress_) progress_(static_cast<double>(step + 1) / static_cast<double>(steps));
    if (step + 1 == steps) return;
    releases_.append(last + 1);
    advance_to(last + 1);
  }
}

}  // namespace scnnsim
