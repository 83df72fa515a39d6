// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/common/timed_channel.h"
#include "models/common/timed_process.h"
#include "models/memory/dram_port.h"
#include "models/memory/memory_layout.h"

namespace scnnsim {

/// Fetches the compressed input of each pass from DRAM, channel by channel, one pass ahead of the array
/// (models/README.md section 5). Throughput: that of the DRAM, with up to activation_loader.buffer_bytes
/// requested ahead. Idle unless the input comes from DRAM or exceeds the IARAMs. Assumption: the order and
/// the pass ahead; SCNN sec. 4.4 says only that this traffic is hidden.
class ActivationLoader : public TimedProcess, public StatisticsOwner {
 public:
  /// `releases`: first cycle of each step.
  ActivationLoader(const sc_core::sc_module_name& name, SimulationContext& context,
                   const MachineConfig& config, const LayerProgram& program, BroadcastLog& releases,
                   DramPort& dram, const MemoryLayout& layout);

  /// Arrival cycle of each channel of each pass, as entry pass x channels + channel. Empty if the input is on
  /// chip.
  BroadcastLog& arrivals() { return arrivals_; }

  void run() override;

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter bursts{*this, "bursts", "requests", "reads of input activations"};
  };

 private:
  Cycle pass_may_start(std::size_t pass);
  void request(std::uint64_t address, std::uint64_t bytes, Cycle not_before);
  void append_arrivals(Cycle ready);

  const MachineConfig& config_;
  const LayerProgram& program_;
  BroadcastLog& releases_;
  DramPort& dram_;
  const MemoryLayout& layout_;
  BroadcastLog arrivals_;
  std::deque<std::uint64_t> bursts_under_way_;  ///< bytes of each
  std::uint64_t bytes_under_way_ = 0;

  std::size_t arriving_pass_ = 0, arriving_channel_ = 0;  ///< the channel that arrives next
  std::uint64_t arrived_of_pass_ = 0;                     ///< bytes
  Stats stats_;
};

}  // namespace scnnsim
