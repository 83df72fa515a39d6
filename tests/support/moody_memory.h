// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/peq_with_cb_and_phase.h>
#include <tlm_utils/simple_target_socket.h>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>

#include "models/common/simulation_context.h"
#include "models/memory/memory_factory.h"
#include "models/memory/memory_model.h"

namespace scnnsim {

/// How a MoodyMemory behaves. Times in cycles of the array.
struct Moods {
  std::uint32_t seed = 1;
  std::uint32_t longest_answer = 400;  ///< answers come after 1 ... this
  std::uint32_t longest_refusal = 50;  ///< a refused request is taken after 1 ... this
  std::uint32_t percent_refused = 30;  ///< of the requests that there is room for
  std::uint32_t places = 6;            ///< requests taken and not answered; more are refused
  bool answers_in_every_way = true;    ///< also in the call that brings the request
  std::uint32_t exact_answer = 0;      ///< if not 0: answers come after this
};

/// Memory for tests: answers late and out of order, and refuses requests at random. A function of its seed
/// and of the order and times of its requests.
class MoodyMemory : public MemoryModel {
 public:
  MoodyMemory(const sc_core::sc_module_name& name, std::uint64_t cycle_femtoseconds, const Moods& moods)
      : MemoryModel(name),
        cycle_(cycle_femtoseconds),
        moods_(moods),
        random_(moods.seed),
        socket_("socket"),
        events_(this, &MoodyMemory::happen) {
    socket_.register_nb_transport_fw(this, &MoodyMemory::receive);
  }

  tlm::tlm_target_socket<>& target() override { return socket_; }
  MemoryProtocol protocol() const override { return MemoryProtocol::phases; }
  std::uint64_t capacity() const override { return std::numeric_limits<std::uint64_t>::max(); }

 private:
  using Payload = tlm::tlm_generic_payload;

  /// 1 ... `most` cycles and a part of one.
  sc_core::sc_time draw(std::uint32_t most) {
    return sc_core::sc_time::from_value((1 + random_() % most) * cycle_ - random_() % cycle_);
  }
  bool draw_percent(std::uint32_t percent) { return random_() % 100 < percent; }

  tlm::tlm_sync_enum receive(Payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& delay) {
    if (phase != tlm::BEGIN_REQ) return tlm::TLM_ACCEPTED;
    payload.acquire();
    if (under_way_ == moods_.places) {
      waiting_ = &payload;
      return tlm::TLM_ACCEPTED;
    }
    ++under_way_;
    if (draw_percent(moods_.percent_refused)) {
      events_.notify(payload, tlm::END_REQ, draw(moods_.longest_refusal));
      return tlm::TLM_ACCEPTED;
    }
    if (!moods_.answers_in_every_way || draw_percent(70)) {
      will_answer(payload);
      phase = tlm::END_REQ;
      return tlm::TLM_UPDATED;
    }
    finish(payload);
    delay = draw(moods_.longest_answer);
    phase = tlm::BEGIN_RESP;
    return draw_percent(50) ? tlm::TLM_UPDATED : tlm::TLM_COMPLETED;
  }

  void will_answer(Payload& payload) {
    const auto exact = sc_core::sc_time::from_value(moods_.exact_answer * cycle_);
    events_.notify(payload, tlm::BEGIN_RESP, moods_.exact_answer > 0 ? exact : draw(moods_.longest_answer));
  }

  void finish(Payload& payload) {
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
    --under_way_;
    payload.release();
  }

  void happen(Payload& payload, const tlm::tlm_phase& phase) {
    tlm::tlm_phase sent = phase;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    if (phase == tlm::END_REQ) {
      socket_->nb_transport_bw(payload, sent, delay);
      will_answer(payload);
      return;
    }
    payload.acquire();
    finish(payload);
    socket_->nb_transport_bw(payload, sent, delay);
    payload.release();
    if (waiting_ == nullptr) return;
    Payload& taken = *waiting_;
    waiting_ = nullptr;
    ++under_way_;
    sent = tlm::END_REQ;
    socket_->nb_transport_bw(taken, sent, delay);
    will_answer(taken);
  }

  const std::uint64_t cycle_;
  const Moods moods_;
  std::mt19937 random_;
  tlm_utils::simple_target_socket<MoodyMemory> socket_;
  tlm_utils::peq_with_cb_and_phase<MoodyMemory> events_;
  std::uint32_t under_way_ = 0;
  Payload* waiting_ = nullptr;  ///< the request that found no place
};

inline MemoryFactory moody_memory(const Moods& moods) {
  return [moods](const SimulationContext& context) {
    return std::make_unique<MoodyMemory>("dram", context.cycle_femtoseconds(), moods);
  };
}

}  // namespace scnnsim
