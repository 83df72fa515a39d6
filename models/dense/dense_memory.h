// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <queue>
#include <systemc>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/dense/dense_program.h"
#include "models/memory/dram_port.h"
#include "models/memory/dram_timing.h"

namespace scnnsim {

/// The dense machine's way to the DRAM: requests in the order of (cycle, requester, sequence), served as
/// models/README.md section 5 says. Reads of one stream that are posted in one cycle follow one another
/// without a gap, so that they are one transfer here, however many bursts they are.
class DenseMemory : public sc_core::sc_module, public StatisticsOwner {
 public:
  DenseMemory(const sc_core::sc_module_name& name, const MachineConfig& config);

  /// Posts a transfer in `cycle`; `pe` orders the writes of one cycle. Returns its number.
  std::size_t request(DramStream stream, Cycle cycle, const DenseTransfer& transfer, std::uint32_t pe = 0);
  /// Serves everything posted in cycles up to `cycle`. Nothing may be posted for such a cycle afterwards.
  void serve_until(Cycle cycle);
  /// First cycle in which the data of a transfer that is served can be used.
  Cycle ready(std::size_t transfer) const { return ready_.at(transfer); }
  /// First cycle by which every write that is served is done; 0 without writes.
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
    std::uint64_t dense_bytes;
    bool is_write;
    bool operator>(const Request& other) const;
  };

  void count(DramStream stream, std::uint64_t bytes);

  const std::uint64_t cycle_femtoseconds_;
  const std::uint32_t burst_bytes_;
  DramTiming timing_;
  std::priority_queue<Request, std::vector<Request>, std::greater<>> pending_;
  std::vector<Cycle> ready_;  ///< by number
  Cycle writes_done_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
