// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/streams.h"

#include <algorithm>

namespace scnnsim::lockstep {

WeightBroadcast::WeightBroadcast(const MachineConfig& config, const Workload& workload, Dram& dram,
                                 const MemoryMap& map)
    : config_(config), workload_(workload), dram_(dram), map_(map), bursts_(workload.mapping.passes.size()) {}

const WeightStream& WeightBroadcast::stream(std::size_t pass) const {
  return workload_.weights[static_cast<std::size_t>(workload_.mapping.passes[pass].group)];
}

void WeightBroadcast::request(Cycle t) {
  while (request_pass_ < bursts_.size()) {
    const std::uint64_t left = stream(request_pass_).bytes - request_offset_;
    if (left == 0) {
      ++request_pass_;
      request_offset_ = 0;
      continue;
    }
    const std::uint64_t bytes = std::min<std::uint64_t>(left, config_.dram.burst_bytes);
    if (requested_bytes_ + bytes - delivered_bytes_ > config_.weight_broadcast.buffer_bytes) return;
    const auto group = static_cast<std::size_t>(workload_.mapping.passes[request_pass_].group);
    bursts_[request_pass_].push_back(
        dram_.post(t, Dram::weights, map_.weights[group] + request_offset_, bytes));
    requested_bytes_ += bytes;
    request_offset_ += bytes;
  }
}

void WeightBroadcast::deliver(Cycle t, std::vector<ProcessingElement>& pes) {
  for (std::uint32_t delivered = 0; delivered < config_.weight_broadcast.entries_per_cycle; ++delivered) {
    while (deliver_pass_ < bursts_.size() && deliver_entry_ == stream(deliver_pass_).entries.size()) {
      ++deliver_pass_;
      deliver_entry_ = 0;
      delivered_bytes_in_pass_ = 0;
    }
    if (is_finished()) return;
    const WeightEntry& entry = stream(deliver_pass_).entries[deliver_entry_];
    const std::size_t burst = (entry.end_byte - 1) / config_.dram.burst_bytes;
    if (burst >= bursts_[deliver_pass_].size()) return;
    if (!dram_.is_ready(Dram::weights, bursts_[deliver_pass_][burst], t)) return;
    const int pass = static_cast<int>(deliver_pass_);
    for (const ProcessingElement& pe : pes)
      if (pe.counts_for(pass, entry.channel) && !pe.fifo_has_room()) return;
    for (ProcessingElement& pe : pes)
      if (pe.counts_for(pass, entry.channel)) pe.accept(pass, entry);
    delivered_bytes_ += entry.end_byte - delivered_bytes_in_pass_;
    delivered_bytes_in_pass_ = entry.end_byte;
    ++deliver_entry_;
    deliveries_.push_back(t);
  }
}

ActivationLoader::ActivationLoader(const MachineConfig& config, const Workload& workload, Dram& dram,
                                   const MemoryMap& map)
    : config_(config),
      workload_(workload),
      dram_(dram),
      map_(map),
      pass_begin_(workload.mapping.passes.size()),
      bursts_(workload.mapping.passes.size()) {}

void ActivationLoader::request(Cycle t) {
  if (!workload_.streams_input) return;
  const auto arrived = [&](const Burst& burst) { return dram_.is_ready(Dram::inputs, burst.sequence, t); };
  in_flight_.erase(std::remove_if(in_flight_.begin(), in_flight_.end(), arrived), in_flight_.end());
  std::uint64_t in_flight_bytes = 0;
  for (const Burst& burst : in_flight_) in_flight_bytes += burst.bytes;
  while (request_pass_ < bursts_.size()) {
    const std::uint64_t left = workload_.inputs[request_pass_].bytes - request_offset_;
    if (left == 0) {
      ++request_pass_;
      request_offset_ = 0;
      continue;
    }
    if (request_pass_ > 0) {
      const auto& begin = pass_begin_[request_pass_ - 1];
      if (!begin.has_value() || *begin >= t) return;
    }
    const std::uint64_t bytes = std::min<std::uint64_t>(left, config_.dram.burst_bytes);
    if (in_flight_bytes + bytes > config_.activation_loader.buffer_bytes) return;
    const Burst burst{dram_.post(t, Dram::inputs, map_.inputs[request_pass_] + request_offset_, bytes),
                      bytes};
    bursts_[request_pass_].push_back(burst);
    in_flight_.push_back(burst);
    in_flight_bytes += bytes;
    request_offset_ += bytes;
  }
}

bool ActivationLoader::has_arrived(std::size_t pass, int channel, Cycle t) const {
  if (!workload_.streams_input) return true;
  const InputStream& stream = workload_.inputs[pass];
  for (; channel >= 0 && !stream.channel_has_bytes[static_cast<std::size_t>(channel)]; --channel) continue;
  if (channel < 0) return true;
  const std::size_t burst =
      (stream.channel_end_byte[static_cast<std::size_t>(channel)] - 1) / config_.dram.burst_bytes;
  return burst < bursts_[pass].size() && dram_.is_ready(Dram::inputs, bursts_[pass][burst].sequence, t);
}

}  // namespace scnnsim::lockstep
