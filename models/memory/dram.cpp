// SPDX-License-Identifier: Apache-2.0
#include "models/memory/dram.h"

#include <algorithm>
#include <cmath>

namespace scnnsim {
namespace {

constexpr double femtoseconds_per_nanosecond = 1e6;  // and 1 GB/s is one byte per nanosecond

}  // namespace

Dram::Dram(const sc_core::sc_module_name& name, const DramParameters& parameters,
           std::uint64_t cycle_femtoseconds)
    : sc_module(name),
      socket("socket"),
      femtoseconds_per_byte_(
          static_cast<std::uint64_t>(std::llround(femtoseconds_per_nanosecond / parameters.bandwidth))),
      latency_femtoseconds_(parameters.latency * cycle_femtoseconds) {
  socket.register_b_transport(this, &Dram::transport);
}

void Dram::transport(tlm::tlm_generic_payload& request, sc_core::sc_time& delay) {
  const std::uint64_t now = sc_core::sc_time_stamp().value();
  const std::uint64_t bytes = request.get_data_length();
  free_at_ = std::max<std::uint64_t>(now + delay.value(), free_at_) + bytes * femtoseconds_per_byte_;
  delay = sc_core::sc_time::from_value(free_at_ + latency_femtoseconds_ - now);
  (request.is_write() ? stats_.write_bytes : stats_.read_bytes) += bytes;
  ++stats_.requests;
  request.set_response_status(tlm::TLM_OK_RESPONSE);
}

}  // namespace scnnsim
