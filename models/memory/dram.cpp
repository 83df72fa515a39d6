// SPDX-License-Identifier: Apache-2.0
#include "models/memory/dram.h"

namespace scnnsim {

Dram::Dram(const sc_core::sc_module_name& name, const DramParameters& parameters,
           std::uint64_t cycle_femtoseconds)
    : sc_module(name), socket("socket"), timing_(parameters, cycle_femtoseconds) {
  socket.register_b_transport(this, &Dram::transport);
}

void Dram::transport(tlm::tlm_generic_payload& request, sc_core::sc_time& delay) {
  const std::uint64_t now = sc_core::sc_time_stamp().value();
  const std::uint64_t bytes = request.get_data_length();
  delay = sc_core::sc_time::from_value(timing_.serve(now + delay.value(), bytes) - now);
  (request.is_write() ? stats_.write_bytes : stats_.read_bytes) += bytes;
  ++stats_.requests;
  request.set_response_status(tlm::TLM_OK_RESPONSE);
}

}  // namespace scnnsim
