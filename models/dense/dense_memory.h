// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <queue>
#include <systemc>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/dense/dense_program.h"
#include "models/memory/dram.h"
#include "models/memory/dram_port.h"

namespace scnnsim {

/// DRAM of the dense machine. Requests are served in the order of (cycle, requester, sequence), with the
/// timing that `dram.model` names (models/README.md section 5). Bursts that a stream reads in the same cycle
/// are one access where the timing is the same.
class DenseMemory : public sc_core::sc_module, public StatisticsOwner {
 public:
  DenseMemory(const sc_core::sc_module_name& name, const MachineConfig& config);

  /// Posts a transfer in `cycle`. `pe` orders the writes of one cycle. Returns the transfer's number.
  std::size_t request(DramStream stream, Cycle cycle, std::uint64_t address, const DenseTransfer& transfer,
                      std::uint32_t pe = 0);
  /// Serves all requests posted in cycles up to `cycle`. Later requests must be posted after `cycle`.
  void serve_until(Cycle cycle);
  /// First cycle in which the data of a served transfer can be used.
  Cycle ready(std::size_t transfer) const { return ready_.at(transfer); }
  std::uint64_t capacity() const { return timing_->capacity(); }
  /// First cycle by which every served write is done; 0 without writes.
  Cycle writes_done() const { return writes_done_; }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter weight_bytes{*this, "weight_bytes", "B", "weights read"};
    Counter input_bytes{*this, "input_bytes", "B", "input activations read"};
    Counter output_bytes{*this, "output_bytes", "B", "output activations written"};
    Counter requests{*this, "requests", "requests", "bursts read and writes"};
  };

 private:
  struct Request {
    Cycle cycle;
    std::uint32_t requester;
    std::size_t number;  ///< in the order of posting
    std::uint64_t address, dense_bytes;
    bool is_write;
    bool operator>(const Request& other) const;
  };

  std::uint64_t transfer(const Request& request);
  void count(DramStream stream, std::uint64_t bytes);

  const std::uint64_t cycle_femtoseconds_;
  const std::uint32_t burst_bytes_;
  std::unique_ptr<MemoryTiming> timing_;
  std::unique_ptr<TimingStatistics> timing_statistics_;  ///< null: the timing has no counters
  std::priority_queue<Request, std::vector<Request>, std::greater<>> pending_;
  std::vector<Cycle> ready_;  ///< by number
  Cycle writes_done_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
