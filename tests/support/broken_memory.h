// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/peq_with_cb_and_phase.h>
#include <tlm_utils/simple_target_socket.h>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>

#include "models/common/main_stack.h"
#include "models/memory/memory_factory.h"
#include "models/memory/memory_model.h"

namespace scnnsim {

/// How a BrokenMemory breaks the contract of models/README.md, "A memory of your own".
enum class Breach {
  fails_at_once,   ///< b_transport() ends with an error
  fails,           ///< an answer is an error
  fails_loudly,    ///< an answer is an error, and an exception follows it
  answers_twice,   ///< the same request is answered again
  wrong_phase,     ///< an answer has the phase END_RESP
  forgets_writes,  ///< requests are taken; writes are not answered
};

/// Memory for tests that breaks its contract. Its answers come after a nanosecond.
class BrokenMemory : public MemoryModel {
 public:
  BrokenMemory(const sc_core::sc_module_name& name, Breach breach)
      : MemoryModel(name), breach_(breach), socket_("socket"), events_(this, &BrokenMemory::answer) {
    socket_.register_nb_transport_fw(this, &BrokenMemory::receive);
    socket_.register_b_transport(this, &BrokenMemory::serve);
  }

  tlm::tlm_target_socket<>& target() override { return socket_; }
  MemoryProtocol protocol() const override {
    return breach_ == Breach::fails_at_once ? MemoryProtocol::at_once : MemoryProtocol::phases;
  }
  std::uint64_t capacity() const override { return std::numeric_limits<std::uint64_t>::max(); }

 private:
  using Payload = tlm::tlm_generic_payload;

  void serve(Payload& payload, sc_core::sc_time& /*delay*/) {
    payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
  }

  tlm::tlm_sync_enum receive(Payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& /*delay*/) {
    if (phase != tlm::BEGIN_REQ) return tlm::TLM_ACCEPTED;
    payload.acquire();  // for the rest of the simulation, which ends soon
    if (breach_ != Breach::forgets_writes || payload.is_read())
      events_.notify(payload, tlm::BEGIN_RESP, sc_core::sc_time(1, sc_core::SC_NS));
    phase = tlm::END_REQ;
    return tlm::TLM_UPDATED;
  }

  void answer(Payload& payload, const tlm::tlm_phase& phase) {
    const bool fails = breach_ == Breach::fails || breach_ == Breach::fails_loudly;
    payload.set_response_status(fails ? tlm::TLM_ADDRESS_ERROR_RESPONSE : tlm::TLM_OK_RESPONSE);
    for (int i = 0; i < (breach_ == Breach::answers_twice ? 2 : 1); ++i) {
      tlm::tlm_phase sent = breach_ == Breach::wrong_phase ? tlm::tlm_phase(tlm::END_RESP) : phase;
      sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
      socket_->nb_transport_bw(payload, sent, delay);
    }
    if (breach_ != Breach::fails_loudly) return;
    announce_main_stack();  // this callback runs on it
    throw std::runtime_error("the memory gives up");
  }

  const Breach breach_;
  tlm_utils::simple_target_socket<BrokenMemory> socket_;
  tlm_utils::peq_with_cb_and_phase<BrokenMemory> events_;
};

inline MemoryFactory broken_memory(Breach breach) {
  return [breach](const SimulationContext&) { return std::make_unique<BrokenMemory>("dram", breach); };
}

}  // namespace scnnsim
