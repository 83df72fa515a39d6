// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <vector>

#include "models/common/activity_observer.h"
#include "models/common/fifo_credits.h"
#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/common/timed_channel.h"
#include "models/common/timed_process.h"
#include "models/memory/dram_port.h"
#include "models/memory/memory_layout.h"

namespace scnnsim {

/// Streams the compressed weights of each pass from DRAM and broadcasts them to all PEs, one FIFO entry after
/// another (SCNN sec. 3.2, 4.1; models/README.md section 4). Throughput: weight_broadcast.entries_per_cycle.
/// An entry is delivered when every PE that counts for its channel has a free FIFO slot. Deliveries run ahead
/// across channels, OCGs, barriers and temporal tiles as far as the FIFOs have room. Assumption: the rate,
/// and delivery to all PEs in the same cycle.
class WeightBroadcast : public TimedProcess, public StatisticsOwner {
 public:
  WeightBroadcast(const sc_core::sc_module_name& name, SimulationContext& context,
                  const MachineConfig& config, const LayerProgram& program, FifoCredits& credits,
                  DramPort& dram, const MemoryLayout& layout);

  /// Delivery cycle of every entry of the layer, pass after pass.
  BroadcastLog& deliveries() { return deliveries_; }

  void run() override;

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter entries{*this, "entries", "vectors", "weight vectors broadcast"};
    Counter words{*this, "words", "words", "weight words broadcast"};
    Counter cycles_room{*this, "cycles_room", "cycles", "cycles by which full FIFOs put deliveries off"};
    Counter cycles_dram{*this, "cycles_dram", "cycles", "cycles by which DRAM put deliveries off"};
  };

 private:
  void broadcast_pass(const Pass& pass, const WeightStream& stream);
  void broadcast_entry(const WeightVector& entry, const std::vector<std::uint16_t>& counting);
  void observe(Cycle paced, Cycle data, Cycle delivery, const std::vector<std::uint16_t>& counting);
  void end_deliveries(Activity activity);
  void request_bursts(Cycle cycle);
  Cycle data_ready(std::uint64_t end_byte);
  std::uint32_t take_places(const std::vector<std::uint16_t>& counting);
  Cycle room_ready(const std::vector<std::uint16_t>& counting);
  Cycle rate_ready() const;

  const MachineConfig& config_;
  const LayerProgram& program_;
  FifoCredits& credits_;
  DramPort& dram_;
  const MemoryLayout& layout_;
  BroadcastLog deliveries_;

  std::vector<std::uint32_t> accepted_;  ///< per PE: entries accepted, at most the depth of its FIFO
  std::uint32_t filling_;  ///< PEs that count for some channel and whose FIFO has not been full yet
  std::uint64_t pass_first_byte_ = 0;     ///< first byte of the current pass, over the layer
  std::uint64_t delivered_bytes_ = 0;     ///< over the layer
  std::uint64_t requested_bytes_ = 0;     ///< over the layer
  std::size_t requesting_pass_ = 0;       ///< pass of the next burst
  std::uint64_t requested_of_pass_ = 0;   ///< bytes of that pass requested so far
  std::deque<std::uint64_t> burst_ends_;  ///< bursts under way: last byte + 1, over the layer
  std::uint64_t ready_bytes_ = 0;         ///< over the layer
  Cycle ready_cycle_ = 0;                 ///< of the burst with byte ready_bytes_ - 1
  Stats stats_;

  // For the observer:
  std::uint32_t first_step_of_pass_ = 0, observed_step_ = 0, observed_channel_ = 0;
  ActiveInterval delivering_;  ///< the cycle of the last delivery; empty before the first one
};

}  // namespace scnnsim
