// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/dram.h"

#include <algorithm>
#include <cmath>

namespace scnnsim::lockstep {

Dram::Dram(const MachineConfig& config)
    : cycle_fs_(static_cast<std::uint64_t>(std::llround(1e6 / config.clock.frequency))),
      byte_fs_(static_cast<std::uint64_t>(std::llround(1e6 / config.dram.bandwidth))),
      latency_(config.dram.latency),
      ready_(first_ppu + config.pe_count()),
      latest_ready_(ready_.size()) {
  if (config.dram.model == DramModel::banked) banked_.emplace(config);
}

/// When the request is done, in femtoseconds; none if it cannot start in the cycle that begins then.
std::optional<std::uint64_t> Dram::serve(std::uint64_t begin_fs, const Request& request) {
  const auto [posted, requester, sequence, address, bytes] = request;
  if (banked_) return banked_->serve(begin_fs, address, bytes, requester >= first_ppu);
  const std::uint64_t start_fs = std::max(begin_fs, free_fs_);
  if (start_fs >= begin_fs + cycle_fs_) return std::nullopt;
  free_fs_ = start_fs + bytes * byte_fs_;
  return free_fs_ + latency_ * cycle_fs_;
}

void Dram::cycle(Cycle t) {
  while (!queue_.empty()) {
    const Request request = *queue_.begin();
    const auto [posted, requester, sequence, address, bytes] = request;
    if (posted >= t) break;
    const auto done_fs = serve(t * cycle_fs_, request);
    if (!done_fs) break;
    queue_.erase(queue_.begin());
    const Cycle ready = std::max(latest_ready_[requester], (*done_fs + cycle_fs_ - 1) / cycle_fs_);
    latest_ready_[requester] = ready;
    ready_[requester][sequence] = ready;
    last_ready_ = std::max(last_ready_, ready);
    if (requester >= first_ppu) {
      --writes_waiting_;
      last_write_ready_ = std::max(last_write_ready_, ready);
    }
    log_.push_back({posted, requester, sequence, bytes, ready});
  }
}

std::size_t Dram::post(Cycle t, std::size_t requester, std::uint64_t address, std::uint64_t bytes) {
  const std::size_t sequence = ready_[requester].size();
  ready_[requester].emplace_back();
  queue_.insert({t, requester, sequence, address, bytes});
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
