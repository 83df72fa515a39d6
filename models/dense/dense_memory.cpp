// SPDX-License-Identifier: Apache-2.0
#include "models/dense/dense_memory.h"

#include <algorithm>
#include <tuple>

#include "models/common/geometry.h"

namespace scnnsim {

DenseMemory::DenseMemory(const sc_core::sc_module_name& name, const MachineConfig& config)
    : sc_module(name),
      cycle_femtoseconds_(femtoseconds_per_cycle(config.clock.frequency)),
      burst_bytes_(config.dram.burst_bytes),
      timing_(config.dram, cycle_femtoseconds_) {}

bool DenseMemory::Request::operator>(const Request& other) const {
  return std::tie(cycle, requester, number) > std::tie(other.cycle, other.requester, other.number);
}

std::size_t DenseMemory::request(DramStream stream, Cycle cycle, const DenseTransfer& transfer,
                                 std::uint32_t pe) {
  const std::uint32_t requester = static_cast<std::uint32_t>(stream) + pe;  // weights, input, PE after PE
  pending_.push({cycle, requester, ready_.size(), transfer.dense_bytes, stream == DramStream::output});
  ready_.push_back(0);
  count(stream, transfer.bytes);
  return ready_.size() - 1;
}

void DenseMemory::serve_until(Cycle cycle) {
  while (!pending_.empty() && pending_.top().cycle <= cycle) {
    const Request request = pending_.top();
    pending_.pop();
    const std::uint64_t done = timing_.serve((request.cycle + 1) * cycle_femtoseconds_, request.dense_bytes);
    ready_[request.number] = ceil_divide(done, cycle_femtoseconds_);
    if (request.is_write) writes_done_ = std::max(writes_done_, ready_[request.number]);
  }
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
