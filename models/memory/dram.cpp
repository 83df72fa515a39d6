// SPDX-License-Identifier: Apache-2.0
#include "models/memory/dram.h"

#include <algorithm>

#include "models/common/geometry.h"

namespace scnnsim {

Dram::Dram(const sc_core::sc_module_name& name, const SimulationContext& context,
           std::unique_ptr<MemoryTiming> timing)
    : MemoryModel(name),
      socket_("socket"),
      timing_(std::move(timing)),
      cycle_femtoseconds_(context.cycle_femtoseconds()),
      observer_(context.observer()) {
  socket_.register_b_transport(this, &Dram::transport);
  if (const StatisticsGroup* group = timing_->statistics())
    timing_statistics_ = std::make_unique<TimingStatistics>(timing_statistics_name, *group);
}

void Dram::transport(tlm::tlm_generic_payload& request, sc_core::sc_time& delay) {
  const std::uint64_t now = sc_core::sc_time_stamp().value();
  const std::uint64_t bytes = request.get_data_length();
  const std::uint64_t done =
      timing_->serve({now + delay.value(), request.get_address(), bytes, request.is_write()});
  delay = sc_core::sc_time::from_value(done - now);
  (request.is_write() ? stats_.write_bytes : stats_.read_bytes) += bytes;
  ++stats_.requests;
  if (const auto transfer = timing_->last_transfer(); observer_ && transfer)
    observe(*transfer, request.is_write());
  request.set_response_status(tlm::TLM_OK_RESPONSE);
}

/// Reports the cycles of the last transfer. A cycle that it shares with the transfer before belongs to that
/// one.
void Dram::observe(const MemoryTransfer& transfer, bool is_write) {
  const Cycle begin = std::max(observed_end_, transfer.begin / cycle_femtoseconds_);
  const Cycle end = std::max(begin, ceil_divide(transfer.end, cycle_femtoseconds_));
  if (end > begin)
    observer_->did(ActiveUnit::dram, 0, {begin, end, is_write ? Activity::dram_write : Activity::dram_read});
  observed_end_ = end;
}

}  // namespace scnnsim
