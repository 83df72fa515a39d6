// SPDX-License-Identifier: Apache-2.0
#include "models/memory/dram.h"

#include <algorithm>

#include "models/common/geometry.h"

namespace scnnsim {

Dram::Dram(const sc_core::sc_module_name& name, const DramParameters& parameters,
           std::uint64_t cycle_femtoseconds, ActivityObserver* observer)
    : sc_module(name),
      socket("socket"),
      timing_(parameters, cycle_femtoseconds),
      cycle_femtoseconds_(cycle_femtoseconds),
      observer_(observer) {
  socket.register_b_transport(this, &Dram::transport);
}

void Dram::transport(tlm::tlm_generic_payload& request, sc_core::sc_time& delay) {
  const std::uint64_t now = sc_core::sc_time_stamp().value();
  const std::uint64_t bytes = request.get_data_length();
  delay = sc_core::sc_time::from_value(timing_.serve(now + delay.value(), bytes) - now);
  (request.is_write() ? stats_.write_bytes : stats_.read_bytes) += bytes;
  ++stats_.requests;
  if (observer_) observe(request.is_write());
  request.set_response_status(tlm::TLM_OK_RESPONSE);
}

/// Reports the cycles of the last transfer. A cycle that it shares with the transfer before belongs to that
/// one.
void Dram::observe(bool is_write) {
  const Cycle begin = std::max(observed_end_, timing_.began_at() / cycle_femtoseconds_);
  const Cycle end = std::max(begin, ceil_divide(timing_.free_at(), cycle_femtoseconds_));
  if (end > begin)
    observer_->did(ActiveUnit::dram, 0, {begin, end, is_write ? Activity::dram_write : Activity::dram_read});
  observed_end_ = end;
}

}  // namespace scnnsim
