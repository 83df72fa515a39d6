// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <systemc>
#include <vector>

#include "models/common/cycle_owner.h"

namespace scnnsim {

class TimedProcess;

/// What the processes of one simulation share: the length of a cycle, how far a process may run ahead, who is
/// running, and the first error. One per kernel run.
class SimulationContext {
 public:
  /// `frequency` in GHz; `quantum` and `watchdog` in cycles.
  SimulationContext(double frequency, Cycle quantum, Cycle watchdog);

  std::uint64_t cycle_femtoseconds() const { return cycle_femtoseconds_; }
  sc_core::sc_time cycle_time(Cycle cycle) const {
    return sc_core::sc_time::from_value(cycle * cycle_femtoseconds_);
  }
  /// The cycle that the kernel has reached.
  Cycle kernel_cycle() const { return sc_core::sc_time_stamp().value() / cycle_femtoseconds_; }
  Cycle quantum() const { return quantum_; }
  Cycle watchdog() const { return watchdog_; }

  void add(TimedProcess& process) { processes_.push_back(&process); }
  void note_lead(Cycle lead) {
    if (lead > largest_lead_) largest_lead_ = lead;
  }
  Cycle largest_lead() const { return largest_lead_; }

  /// Runs every process to its end. `order_seed` shuffles the order in which they are started (0: as
  /// declared). Throws SimulationError when all that are left wait for each other, naming what each waits
  /// for, and whatever a process threw.
  void run(std::uint32_t order_seed);

 private:
  void start(TimedProcess& process);
  void check_finished() const;

  std::uint64_t cycle_femtoseconds_;
  Cycle quantum_, watchdog_;
  Cycle largest_lead_ = 0;
  std::vector<TimedProcess*> processes_;
  /// Kept, for the kernel searches all processes for each one that it may forget.
  std::vector<sc_core::sc_process_handle>& handles_ = *new std::vector<sc_core::sc_process_handle>;
  std::exception_ptr error_;
};

}  // namespace scnnsim
