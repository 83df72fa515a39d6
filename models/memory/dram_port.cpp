// SPDX-License-Identifier: Apache-2.0
#include "models/memory/dram_port.h"

#include <stdexcept>
#include <tuple>

#include "models/common/activity_observer.h"
#include "models/common/geometry.h"
#include "traces/support/error.h"

namespace scnnsim {

void DramPort::request(Cycle cycle, std::uint64_t bytes) {
  interface_.post(cycle, requester_, bytes);
}

void DramPort::answer(Cycle ready, std::uint64_t bytes) {
  if (listener_) listener_(ready, bytes);
  responses_.push(ready, {});
}

DramInterface::DramInterface(const sc_core::sc_module_name& name, SimulationContext& context)
    : TimedProcess(name, context), socket("socket") {}

DramPort& DramInterface::make_port(DramStream stream) {
  constexpr unsigned address_bits_per_port = 40;
  const auto requester = static_cast<std::uint32_t>(ports_.size());
  ports_.push_back(std::make_unique<DramPort>(*this, requester, stream));
  ports_.back()->address_ = std::uint64_t{requester} << address_bits_per_port;
  return *ports_.back();
}

bool DramInterface::Request::operator>(const Request& other) const {
  return std::tie(cycle, requester, sequence) > std::tie(other.cycle, other.requester, other.sequence);
}

void DramInterface::post(Cycle cycle, std::uint32_t requester, std::uint64_t bytes) {
  if (cycle < context().kernel_cycle())
    throw std::logic_error("a DRAM request was posted in a cycle that the kernel has passed");
  pending_.push({cycle, requester, sequence_++, bytes});
  posted_.notify();
}

void DramInterface::run() {
  set_finished();  // serves until the kernel stops, so an endless wait is no deadlock
  for (;;) {
    if (pending_.empty()) {
      sc_core::wait(posted_);
    } else if (pending_.top().cycle + 1 > context().kernel_cycle()) {
      wait_for_kernel(pending_.top().cycle + 1, posted_, "the cycle of the next request");
    } else {
      const Request request = pending_.top();
      pending_.pop();
      serve(request);
    }
  }
}

void DramInterface::serve(const Request& request) {
  DramPort& port = *ports_[request.requester];
  const Cycle ready = transport(port, request.bytes);
  count(port.stream_, request.bytes);
  if (context().observer() != nullptr) context().observer()->requested(request.cycle, ready, request.bytes);
  if (port.stream_ == DramStream::output)
    writes_done_ = std::max(writes_done_, ready);
  else
    port.answer(ready, request.bytes);
}

/// Sends one request through the socket. Returns the first cycle by which the request is done.
Cycle DramInterface::transport(DramPort& port, std::uint64_t bytes) {
  if (data_.size() < bytes) data_.resize(bytes);
  tlm::tlm_generic_payload payload;
  payload.set_command(port.stream_ == DramStream::output ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  payload.set_address(port.address_);
  payload.set_data_ptr(data_.data());
  payload.set_data_length(static_cast<unsigned>(bytes));
  payload.set_streaming_width(static_cast<unsigned>(bytes));
  port.address_ += bytes;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  socket->b_transport(payload, delay);
  if (payload.is_response_error()) throw SimulationError("DRAM: " + payload.get_response_string());
  return ceil_divide<std::uint64_t>((sc_core::sc_time_stamp() + delay).value(),
                                    context().cycle_femtoseconds());
}

void DramInterface::count(DramStream stream, std::uint64_t bytes) {
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
