// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/simple_target_socket.h>
#include <systemc>
#include <tlm>

#include "models/common/activity_observer.h"
#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/memory/dram_timing.h"

namespace scnnsim {

/// DRAM with a bandwidth and a latency. Throughput: requests are transferred one after another at the full
/// bandwidth (SCNN sec. 4.4: 50 GB/s). Latency: a request is done dram.latency cycles after its transfer.
/// Loosely timed TLM-2.0 target: b_transport() returns at once and annotates the delay. Any memory model with
/// a TLM-2.0 target socket can be bound in its place. Assumption: the latency, and no row or bank effects;
/// SCNN gives a bandwidth only.
class Dram : public sc_core::sc_module, public StatisticsOwner {
 public:
  tlm_utils::simple_target_socket<Dram> socket;

  /// `cycle_femtoseconds`: cycle time of the array, the unit of the latency.
  Dram(const sc_core::sc_module_name& name, const DramParameters& parameters,
       std::uint64_t cycle_femtoseconds, ActivityObserver* observer = nullptr);

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter read_bytes{*this, "read_bytes", "B", "bytes read"};
    Counter write_bytes{*this, "write_bytes", "B", "bytes written"};
    Counter requests{*this, "requests", "requests", "requests served"};
  };

 private:
  void transport(tlm::tlm_generic_payload& request, sc_core::sc_time& delay);

  void observe(bool is_write);

  DramTiming timing_;
  const std::uint64_t cycle_femtoseconds_;
  ActivityObserver* const observer_;  ///< null: nobody watches
  Cycle observed_end_ = 0;            ///< of the last transfer that was reported
  Stats stats_;
};

}  // namespace scnnsim
