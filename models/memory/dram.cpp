// SPDX-License-Identifier: Apache-2.0
#include "models/memory/dram.h"

namespace scnnsim {

Dram::Dram(const sc_core::sc_module_name& name, std::unique_ptr<MemoryTiming> timing)
    : MemoryModel(name), socket_("socket"), timing_(std::move(timing)) {
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
  request.set_response_status(tlm::TLM_OK_RESPONSE);
}

}  // namespace scnnsim
