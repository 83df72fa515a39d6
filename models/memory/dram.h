// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/simple_target_socket.h>
#include <memory>
#include <systemc>
#include <tlm>

#include "models/common/activity_observer.h"
#include "models/common/simulation_context.h"
#include "models/common/statistics.h"
#include "models/memory/memory_model.h"
#include "models/memory/memory_timing.h"

namespace scnnsim {

/// Counters of a memory's timing, as a module of the tree.
class TimingStatistics : public sc_core::sc_module, public StatisticsOwner {
 public:
  TimingStatistics(const sc_core::sc_module_name& name, const StatisticsGroup& group)
      : sc_module(name), group_(group) {}
  const StatisticsGroup& statistics() const override { return group_; }

 private:
  const StatisticsGroup& group_;
};

/// Name of the module with the counters of a memory's timing.
inline constexpr const char* timing_statistics_name = "dram_banks";

/// The machine's DRAM: a memory timing behind a loosely timed TLM-2.0 target. b_transport() returns at once
/// and annotates the delay.
class Dram : public MemoryModel, public StatisticsOwner {
 public:
  Dram(const sc_core::sc_module_name& name, const SimulationContext& context,
       std::unique_ptr<MemoryTiming> timing);

  tlm::tlm_target_socket<>& target() override { return socket_; }
  MemoryProtocol protocol() const override { return MemoryProtocol::at_once; }
  std::uint64_t capacity() const override { return timing_->capacity(); }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter read_bytes{*this, "read_bytes", "B", "bytes read"};
    Counter write_bytes{*this, "write_bytes", "B", "bytes written"};
    Counter requests{*this, "requests", "requests", "requests served"};
  };

 private:
  void transport(tlm::tlm_generic_payload& request, sc_core::sc_time& delay);
  void observe(const MemoryTransfer& transfer, bool is_write);

  tlm_utils::simple_target_socket<Dram> socket_;
  std::unique_ptr<MemoryTiming> timing_;
  std::unique_ptr<TimingStatistics> timing_statistics_;  ///< null: the timing has no counters
  const std::uint64_t cycle_femtoseconds_;
  ActivityObserver* const observer_;  ///< null: nobody watches
  Cycle observed_end_ = 0;            ///< of the last transfer that was reported
  Stats stats_;
};

}  // namespace scnnsim
