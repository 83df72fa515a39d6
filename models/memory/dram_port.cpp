// SPDX-License-Identifier: Apache-2.0
#include "models/memory/dram_port.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <tuple>

#include "models/common/activity_observer.h"
#include "models/common/geometry.h"
#include "traces/support/error.h"

namespace scnnsim {

void DramPort::request(Cycle cycle, std::uint64_t address, std::uint64_t bytes) {
  interface_.post(cycle, requester_, address, bytes);
}

bool DramPort::may_be_refused() const {
  return interface_.may_refuse();
}

void DramPort::answer(Cycle ready, std::uint64_t bytes) {
  latest_ready_ = std::max(latest_ready_, ready);
  if (listener_) listener_(latest_ready_, bytes);
  responses_.push(latest_ready_, {});
}

/// Passes on every read up to the first one that the memory has not answered.
void DramPort::answer_in_order(std::uint64_t sequence, Cycle ready) {
  const auto is_answered = [sequence](const Read& read) { return read.sequence == sequence; };
  const auto read = std::find_if(reads_.begin(), reads_.end(), is_answered);
  if (read == reads_.end()) throw std::logic_error("the memory answered a request that was not under way");
  read->ready = ready;
  for (; !reads_.empty() && reads_.front().ready != unknown; reads_.pop_front())
    answer(reads_.front().ready, reads_.front().bytes);
}

/// A request on its way through a memory that answers in phases. Deletes itself when its last user releases
/// it.
class DramInterface::Transaction : public tlm::tlm_generic_payload, private tlm::tlm_mm_interface {
 public:
  explicit Transaction(const Request& sent) : request(sent) { set_mm(this); }
  const Request request;
  std::vector<unsigned char> data;  ///< dummy; the DRAM carries no values
  bool is_answered = false;

 private:
  void free(tlm::tlm_generic_payload* payload) override {
    payload->reset();
    delete this;
  }
};

DramInterface::DramInterface(const sc_core::sc_module_name& name, SimulationContext& context)
    : TimedProcess(name, context), socket_("socket") {
  socket_.register_nb_transport_bw(this, &DramInterface::answer);
}

void DramInterface::bind(MemoryModel& memory) {
  protocol_ = memory.protocol();
  socket_.bind(memory.target());
}

DramPort& DramInterface::make_port(DramStream stream) {
  const auto requester = static_cast<std::uint32_t>(ports_.size());
  ports_.push_back(std::make_unique<DramPort>(*this, requester, stream));
  return *ports_.back();
}

Cycle DramInterface::writes_done() const {
  if (writes_under_way_ > 0)
    throw SimulationError(
        fmt::format("DRAM: the memory never answered {} of the layer's writes", writes_under_way_));
  return writes_done_;
}

bool DramInterface::Request::operator>(const Request& other) const {
  return std::tie(cycle, requester, sequence) > std::tie(other.cycle, other.requester, other.sequence);
}

void DramInterface::post(Cycle cycle, std::uint32_t requester, std::uint64_t address, std::uint64_t bytes) {
  if (cycle < context().kernel_cycle())
    throw std::logic_error("a DRAM request was posted in a cycle that the kernel has passed");
  pending_.push({cycle, requester, sequence_++, address, bytes});
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
  count(port.stream_, request.bytes);
  if (protocol_ == MemoryProtocol::phases) {
    send(request);
    return;
  }
  const Cycle ready = transport(request);
  if (context().observer() != nullptr) context().observer()->requested(request.cycle, ready, request.bytes);
  if (port.stream_ == DramStream::output)
    writes_done_ = std::max(writes_done_, ready);
  else
    port.answer(ready, request.bytes);
}

void DramInterface::fill(tlm::tlm_generic_payload& payload, const Request& request,
                         std::vector<unsigned char>& data) {
  const bool is_write = ports_[request.requester]->stream_ == DramStream::output;
  if (data.size() < request.bytes) data.resize(request.bytes);
  payload.set_command(is_write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  payload.set_address(request.address);
  payload.set_data_ptr(data.data());
  payload.set_data_length(static_cast<unsigned>(request.bytes));
  payload.set_streaming_width(static_cast<unsigned>(request.bytes));
}

/// Sends one request through the socket. Returns the first cycle by which the request is done.
Cycle DramInterface::transport(const Request& request) {
  tlm::tlm_generic_payload payload;
  fill(payload, request, data_);
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  socket_->b_transport(payload, delay);
  if (payload.is_response_error()) fail(payload.get_response_string());
  return cycle_at(delay);
}

/// First cycle that begins at or after the kernel's time plus `delay`.
Cycle DramInterface::cycle_at(const sc_core::sc_time& delay) const {
  return ceil_divide<std::uint64_t>((sc_core::sc_time_stamp() + delay).value(),
                                    context().cycle_femtoseconds());
}

/// Sends one request to a memory that answers in phases, and waits until the memory has taken it. The request
/// after it waits as well: the base protocol has one request at a time.
void DramInterface::send(const Request& request) {
  DramPort& port = *ports_[request.requester];
  if (port.stream_ == DramStream::output)
    ++writes_under_way_;
  else
    port.reads_.push_back({request.sequence, request.bytes, DramPort::unknown});
  auto* const transaction = new Transaction(request);
  fill(*transaction, request, transaction->data);
  transaction->acquire();  // released by end()
  transaction->acquire();
  being_sent_ = transaction;
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  switch (socket_->nb_transport_fw(*transaction, phase, delay)) {
    case tlm::TLM_ACCEPTED:
      break;
    case tlm::TLM_UPDATED:
      if (answer(*transaction, phase, delay) == tlm::TLM_COMPLETED)
        socket_->nb_transport_fw(*transaction, phase, delay);  // END_RESP
      break;
    case tlm::TLM_COMPLETED:
      take(delay);
      end(*transaction, delay);
      break;
  }
  transaction->release();
  while (being_sent_ != nullptr) sc_core::wait(was_taken_);
  if (taken_at_ > sc_core::sc_time_stamp()) sc_core::wait(taken_at_ - sc_core::sc_time_stamp());
  port.taken_.push(cycle_at(sc_core::SC_ZERO_TIME), {});
}

/// The memory's side of the base protocol: END_REQ takes the request, BEGIN_RESP answers it. An answer to a
/// request that has not been taken takes it.
tlm::tlm_sync_enum DramInterface::answer(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                         sc_core::sc_time& delay) {
  auto& transaction = static_cast<Transaction&>(payload);
  if (&transaction == being_sent_) take(delay);
  if (phase == tlm::END_REQ) return tlm::TLM_ACCEPTED;
  if (phase != tlm::BEGIN_RESP) fail("the memory left the TLM-2.0 base protocol");
  phase = tlm::END_RESP;
  end(transaction, delay);
  return tlm::TLM_COMPLETED;
}

void DramInterface::take(const sc_core::sc_time& delay) {
  being_sent_ = nullptr;
  taken_at_ = sc_core::sc_time_stamp() + delay;
  was_taken_.notify();
}

void DramInterface::end(Transaction& transaction, const sc_core::sc_time& delay) {
  if (transaction.is_response_error()) fail(transaction.get_response_string());
  if (transaction.is_answered) {
    fail("the memory answered a request twice");
    return;
  }
  transaction.is_answered = true;
  const Cycle ready = cycle_at(delay);
  DramPort& port = *ports_[transaction.request.requester];
  if (port.stream_ == DramStream::output) {
    writes_done_ = std::max(writes_done_, ready);
    --writes_under_way_;
  } else {
    port.answer_in_order(transaction.request.sequence, ready);
  }
  transaction.release();
}

/// The memory calls answer(), so nothing is thrown through it.
void DramInterface::fail(const std::string& what) {
  context().fail(std::make_exception_ptr(SimulationError("DRAM: " + what)));
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
