// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <vector>

#include <tlm_utils/simple_initiator_socket.h>
#include <tlm>

#include "models/common/statistics.h"
#include "models/common/timed_channel.h"
#include "models/common/timed_process.h"
#include "models/memory/memory_model.h"

namespace scnnsim {

/// Kind of data that crosses the DRAM's pins.
enum class DramStream { weights, input, output };

class DramInterface;

/// Port of one requester to the DRAM interface. The cycles of its requests must not decrease.
class DramPort {
 public:
  DramPort(DramInterface& interface, std::uint32_t requester, DramStream stream)
      : interface_(interface), requester_(requester), stream_(stream) {}

  /// Posts a request of `bytes` at `address` in `cycle`. Reads are answered on responses() and to the
  /// listener, in the order of their requests: each with the first cycle in which its data, and those of all
  /// reads before, can be used. Writes are not answered. Throws std::logic_error if the kernel has passed
  /// `cycle`.
  void request(Cycle cycle, std::uint64_t address, std::uint64_t bytes);

  /// Ready cycle of each read, in order.
  TimedChannel<Signal>& responses() { return responses_; }
  /// Sets the function that is called with (ready cycle, bytes) as soon as a read's ready cycle is known.
  void listen(std::function<void(Cycle, std::uint64_t)> listener) { listener_ = std::move(listener); }

  /// Whether the memory may be full. If so, taken() has an item for each request.
  bool may_be_refused() const;
  /// First cycle in which the memory has taken each request, in order. Empty for memories that are never
  /// full.
  TimedChannel<Signal>& taken() { return taken_; }

 private:
  friend class DramInterface;
  struct Read {
    std::uint64_t sequence, bytes;
    Cycle ready;  ///< `unknown` until the memory has answered
  };
  static constexpr Cycle unknown = ~Cycle{0};

  void answer(Cycle ready, std::uint64_t bytes);
  void answer_in_order(std::uint64_t sequence, Cycle ready);

  DramInterface& interface_;
  const std::uint32_t requester_;
  const DramStream stream_;
  TimedChannel<Signal> responses_, taken_;
  std::function<void(Cycle, std::uint64_t)> listener_;
  Cycle latest_ready_ = 0;  ///< of all reads answered so far
  std::deque<Read> reads_;  ///< sent to a memory that answers late, and not passed on yet
};

/// Arbiter in front of the memory: sends the requests of all ports to the memory's TLM-2.0 socket. Latency: a
/// request posted in cycle T reaches the memory in cycle T + 1, later if the memory is full. Requests are
/// sent in the order of (cycle, requester, sequence). No request can arrive before kernel time
/// (models/common/timed_process.h), so every request of cycle T is known when the kernel reaches T + 1.
/// Assumption: the order.
class DramInterface : public TimedProcess, public StatisticsOwner {
 public:
  DramInterface(const sc_core::sc_module_name& name, SimulationContext& context);

  /// Binds the memory's socket. The memory must outlive the simulation.
  void bind(MemoryModel& memory);

  /// Makes a port. Ports made earlier are served first within a cycle.
  DramPort& make_port(DramStream stream);

  /// First cycle by which every write is done; 0 without writes. Throws SimulationError if the memory has not
  /// answered them all.
  Cycle writes_done() const;

  bool may_refuse() const { return protocol_ == MemoryProtocol::phases; }

  void run() override;

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter weight_bytes{*this, "weight_bytes", "B", "weights read"};
    Counter input_bytes{*this, "input_bytes", "B", "input activations read"};
    Counter output_bytes{*this, "output_bytes", "B", "output activations written"};
  };

 private:
  friend class DramPort;
  class Transaction;
  struct Request {
    Cycle cycle = 0;
    std::uint32_t requester = 0;
    std::uint64_t sequence = 0;
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
    bool operator>(const Request& other) const;
  };

  void post(Cycle cycle, std::uint32_t requester, std::uint64_t address, std::uint64_t bytes);
  void serve(const Request& request);
  void fill(tlm::tlm_generic_payload& payload, const Request& request, std::vector<unsigned char>& data);
  Cycle transport(const Request& request);
  Cycle cycle_at(const sc_core::sc_time& delay) const;
  void send(const Request& request);
  tlm::tlm_sync_enum answer(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                            sc_core::sc_time& delay);
  void take(const sc_core::sc_time& delay);
  void end(Transaction& transaction, const sc_core::sc_time& delay);
  void fail(const std::string& what);
  void count(DramStream stream, std::uint64_t bytes);

  tlm_utils::simple_initiator_socket<DramInterface> socket_;
  MemoryProtocol protocol_ = MemoryProtocol::at_once;
  std::vector<std::unique_ptr<DramPort>> ports_;
  std::priority_queue<Request, std::vector<Request>, std::greater<>> pending_;
  std::uint64_t sequence_ = 0;
  sc_core::sc_event posted_;
  Cycle writes_done_ = 0;
  std::uint64_t writes_under_way_ = 0;       ///< sent and not answered
  std::vector<unsigned char> data_;          ///< dummy data of transport(); the DRAM carries no values
  const Transaction* being_sent_ = nullptr;  ///< not taken yet
  sc_core::sc_time taken_at_;                ///< when the memory took the latest request
  sc_core::sc_event was_taken_;
  Stats stats_;
};

}  // namespace scnnsim
