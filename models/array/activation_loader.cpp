// SPDX-License-Identifier: Apache-2.0
#include "models/array/activation_loader.h"

#include <algorithm>

namespace scnnsim {

ActivationLoader::ActivationLoader(const sc_core::sc_module_name& name, SimulationContext& context,
                                   const MachineConfig& config, const LayerProgram& program,
                                   BroadcastLog& releases, DramPort& dram, const MemoryLayout& layout)
    : TimedProcess(name, context),
      config_(config),
      program_(program),
      releases_(releases),
      dram_(dram),
      layout_(layout) {
  if (!program_.streams_input) return;
  dram_.listen([this](Cycle ready, std::uint64_t bytes) {
    arrived_of_pass_ += bytes;
    append_arrivals(ready);
  });
}

void ActivationLoader::run() {
  if (!program_.streams_input) return;
  append_arrivals(0);
  for (std::size_t pass = 0; pass < program_.passes.size(); ++pass) {
    const std::uint64_t total = program_.channel_end_bytes[pass].back();
    if (total == 0) continue;
    const Cycle not_before = pass_may_start(pass);
    for (std::uint64_t sent = 0; sent < total; sent += config_.dram.burst_bytes)
      request(layout_.inputs[pass] + sent, std::min<std::uint64_t>(total - sent, config_.dram.burst_bytes),
              not_before);
  }
}

/// First cycle in which the bursts of a pass may be requested: the pass before must have started.
Cycle ActivationLoader::pass_may_start(std::size_t pass) {
  if (pass == 0) return 0;
  const std::size_t steps_per_pass = program_.steps.size() / program_.passes.size();
  return 1 +
         read(releases_, (pass - 1) * steps_per_pass, "the start of the pass before the one to be loaded");
}

/// Requests a burst as soon as the buffer has room for it, not before cycle `not_before`.
void ActivationLoader::request(std::uint64_t address, std::uint64_t bytes, Cycle not_before) {
  Cycle cycle = std::max(now(), not_before);
  while (bytes_under_way_ + bytes > config_.activation_loader.buffer_bytes) {
    cycle = std::max(cycle, receive(dram_.responses(), "activations from DRAM").cycle);
    bytes_under_way_ -= bursts_under_way_.front();
    bursts_under_way_.pop_front();
  }
  advance_to(cycle);
  dram_.request(cycle, address, bytes);
  bursts_under_way_.push_back(bytes);
  bytes_under_way_ += bytes;
  ++stats_.bursts;
}

/// Appends the arrival of every channel whose last byte has arrived, in cycle `ready`.
void ActivationLoader::append_arrivals(Cycle ready) {
  const std::size_t channels = program_.geometry.channels;
  for (; arriving_pass_ < program_.passes.size();
       ++arriving_pass_, arriving_channel_ = 0, arrived_of_pass_ = 0) {
    for (; arriving_channel_ < channels; ++arriving_channel_) {
      const std::uint64_t end = program_.channel_end_bytes[arriving_pass_][arriving_channel_];
      if (end > arrived_of_pass_) return;
      arrivals_.append(end == 0 ? 0 : ready);
    }
  }
}

}  // namespace scnnsim
