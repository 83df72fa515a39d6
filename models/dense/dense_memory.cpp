// SPDX-License-Identifier: Apache-2.0
#include "models/dense/dense_memory.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "models/common/geometry.h"
#include "models/common/time_units.h"
#include "models/memory/make_memory.h"

namespace scnnsim {

DenseMemory::DenseMemory(const sc_core::sc_module_name& name, const MachineConfig& config)
    : sc_module(name),
      cycle_femtoseconds_(femtoseconds_per_cycle(config.clock.frequency)),
      burst_bytes_(config.dram.burst_bytes),
      timing_(make_memory_timing(config, cycle_femtoseconds_)) {
  if (const StatisticsGroup* group = timing_->statistics())
    timing_statistics_ = std::make_unique<TimingStatistics>(timing_statistics_name, *group);
}

bool DenseMemory::Request::operator>(const Request& other) const {
  return std::tie(cycle, requester, number) > std::tie(other.cycle, other.requester, other.number);
}

std::size_t DenseMemory::request(DramStream stream, Cycle cycle, std::uint64_t address,
                                 const DenseTransfer& transfer, std::uint32_t pe) {
  const std::uint32_t requester = static_cast<std::uint32_t>(stream) + pe;  // weights, input, PE after PE
  pending_.push(
      {cycle, requester, ready_.size(), address, transfer.dense_bytes, stream == DramStream::output});
  ready_.push_back(0);
  count(stream, transfer.bytes);
  return ready_.size() - 1;
}

void DenseMemory::serve_until(Cycle cycle) {
  while (!pending_.empty() && pending_.top().cycle <= cycle) {
    const Request request = pending_.top();
    pending_.pop();
    ready_[request.number] = ceil_divide(transfer(request), cycle_femtoseconds_);
    if (request.is_write) writes_done_ = std::max(writes_done_, ready_[request.number]);
  }
}

/// Serves a request, a read burst by burst. Returns when its last byte is there, in femtoseconds.
std::uint64_t DenseMemory::transfer(const Request& request) {
  const std::uint64_t arrival = (request.cycle + 1) * cycle_femtoseconds_;
  const bool is_one_access = request.is_write || timing_->merges_bursts();
  const std::uint64_t most = is_one_access ? std::numeric_limits<std::uint64_t>::max() : burst_bytes_;
  std::uint64_t done = 0;
  std::uint64_t sent = 0;
  do {
    const std::uint64_t bytes = std::min(request.dense_bytes - sent, most);
    done = std::max(done, timing_->serve({arrival, request.address + sent, bytes, request.is_write}));
    sent += bytes;
  } while (sent < request.dense_bytes);
  return done;
}

void DenseMemory::count(DramStream stream, std::uint64_t bytes) {
  stats_.requests += stream == DramStream::output ? 1 : ceil_divide<std::uint64_t>(bytes, burst_bytes_);
  switch (stream) {
    case DramStream::weights:
      stats_.weight_bytes += bytes;
      return;
    case DramStream::input:
      stats_.input_bytes += bytes;
      return;
    case DramStream::output:
      stats_.output_bytes += bytes;
      return;
  }
}

}  // namespace scnnsim
