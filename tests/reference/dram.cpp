// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/dram.h"

#include <algorithm>
#include <cmath>

namespace scnnsim::lockstep {

Dram::Dram(const MachineConfig& config)
    : cycle_fs_(static_cast<std::uint64_t>(std::llround(1e6 / config.clock.frequency))),
      byte_fs_(static_cast<std::uint64_t>(std::llround(1e6 / config.dram.bandwidth))),
      latency_(config.dram.latency),
      ready_(first_ppu + config.pe_count()) {}

void Dram::cycle(Cycle t) {
  const std::uint64_t begin_fs = t * cycle_fs_, end_fs = begin_fs + cycle_fs_;
  while (!queue_.empty()) {
    const auto [posted, requester, sequence, bytes] = *queue_.begin();
    const std::uint64_t start_fs = std::max(begin_fs, free_fs_);
    if (posted >= t || start_fs >= end_fs) break;
    queue_.erase(queue_.begin());
    free_fs_ = start_fs + bytes * byte_fs_;
    const std::uint64_t done_fs = free_fs_ + latency_ * cycle_fs_;
    const Cycle ready = (done_fs + cycle_fs_ - 1) / cycle_fs_;
    ready_[requester][sequence] = ready;
    last_ready_ = std::max(last_ready_, ready);
    if (requester >= first_ppu) {
      --writes_waiting_;
      last_write_ready_ = std::max(last_write_ready_, ready);
    }
    log_.push_back({posted, requester, sequence, bytes, ready});
  }
}

std::size_t Dram::post(Cycle t, std::size_t requester, std::uint64_t bytes) {
  const std::size_t sequence = ready_[requester].size();
  ready_[requester].emplace_back();
  queue_.insert({t, requester, sequence, bytes});
  if (requester == weights)
    weight_bytes += bytes;
  else if (requester == inputs)
    input_bytes += bytes;
  else {
    output_bytes += bytes;
    ++writes_waiting_;
  }
  return sequence;
}

bool Dram::is_ready(std::size_t requester, std::size_t sequence, Cycle t) const {
  if (sequence >= ready_[requester].size()) return false;
  const auto& ready = ready_[requester][sequence];
  return ready.has_value() && *ready <= t;
}

}  // namespace scnnsim::lockstep
