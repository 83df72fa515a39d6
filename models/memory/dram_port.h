// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <queue>
#include <vector>

#include <tlm_utils/simple_initiator_socket.h>
#include <tlm>

#include "models/common/statistics.h"
#include "models/common/timed_channel.h"
#include "models/common/timed_process.h"

namespace scnnsim {

/// Kind of data that crosses the DRAM's pins.
enum class DramStream { weights, input, output };

class DramInterface;

/// Port of one requester to the DRAM interface. The cycles of its requests must not decrease.
class DramPort {
 public:
  DramPort(DramInterface& interface, std::uint32_t requester, DramStream stream)
      : interface_(interface), requester_(requester), stream_(stream) {}

  /// Posts a request of `bytes` in `cycle`. A read is answered on responses() and to the listener, with the
  /// first cycle in which its data can be used. Writes are not answered. Throws std::logic_error if the
  /// kernel has passed `cycle`.
  void request(Cycle cycle, std::uint64_t bytes);

  /// Ready cycle of each read, in order.
  TimedChannel<Signal>& responses() { return responses_; }
  /// Sets the function that is called with (ready cycle, bytes) as soon as a read's ready cycle is known.
  void listen(std::function<void(Cycle, std::uint64_t)> listener) { listener_ = std::move(listener); }

 private:
  friend class DramInterface;
  void answer(Cycle ready, std::uint64_t bytes);

  DramInterface& interface_;
  const std::uint32_t requester_;
  const DramStream stream_;
  std::uint64_t address_ = 0;  ///< of the next request; a port's requests have consecutive addresses
  TimedChannel<Signal> responses_;
  std::function<void(Cycle, std::uint64_t)> listener_;
};

/// Arbiter in front of the memory: sends the requests of all ports to the memory's TLM-2.0 socket. Latency: a
/// request posted in cycle T reaches the memory in cycle T + 1. Requests are served in the order of (cycle,
/// requester, sequence). No request can arrive before kernel time (models/common/timed_process.h), so every
/// request of cycle T is known when the kernel reaches T + 1. Assumption: the order.
class DramInterface : public TimedProcess, public StatisticsOwner {
 public:
  tlm_utils::simple_initiator_socket<DramInterface> socket;

  DramInterface(const sc_core::sc_module_name& name, SimulationContext& context);

  /// Makes a port. Ports made earlier are served first within a cycle.
  DramPort& make_port(DramStream stream);

  /// First cycle by which every write is done; 0 without writes.
  Cycle writes_done() const { return writes_done_; }

  void run() override;

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter weight_bytes{*this, "weight_bytes", "B", "weights read"};
    Counter input_bytes{*this, "input_bytes", "B", "input activations read"};
    Counter output_bytes{*this, "output_bytes", "B", "output activations written"};
  };

 private:
  friend class DramPort;
  struct Request {
    Cycle cycle = 0;
    std::uint32_t requester = 0;
    std::uint64_t sequence = 0;
    std::uint64_t bytes = 0;
    bool operator>(const Request& other) const;
  };

  void post(Cycle cycle, std::uint32_t requester, std::uint64_t bytes);
  void serve(const Request& request);
  Cycle transport(DramPort& port, std::uint64_t bytes);
  void count(DramStream stream, std::uint64_t bytes);

  std::vector<std::unique_ptr<DramPort>> ports_;
  std::priority_queue<Request, std::vector<Request>, std::greater<>> pending_;
  std::uint64_t sequence_ = 0;
  sc_core::sc_event posted_;
  Cycle writes_done_ = 0;
  std::vector<unsigned char> data_;  ///< dummy data of the payloads; the DRAM carries no values
  Stats stats_;
};

}  // namespace scnnsim
