// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <systemc>
#include <vector>

#include "models/common/cycle_owner.h"

namespace scnnsim {

class ActivityObserver;
class TimedProcess;

/// State shared by the processes of one simulation: the length of a cycle, the quantum, the watchdog, the
/// list of processes and the first error. One per kernel run.
class SimulationContext {
 public:
  /// `frequency` in GHz; `quantum` and `watchdog` in cycles.
  SimulationContext(double frequency, Cycle quantum, Cycle watchdog);

  std::uint64_t cycle_femtoseconds() const { return cycle_femtoseconds_; }
  sc_core::sc_time cycle_time(Cycle cycle) const {
    return sc_core::sc_time::from_value(cycle * cycle_femtoseconds_);
  }
  /// Cycle that the kernel has reached.
  Cycle kernel_cycle() const { return sc_core::sc_time_stamp().value() / cycle_femtoseconds_; }
  /// Cycles that bound the lead of a process over the kernel.
  Cycle quantum() const { return quantum_; }
  /// Most cycles that a process may move its clock at once.
  Cycle watchdog() const { return watchdog_; }

  /// Observer of the machine's units; null: nobody watches. To be set before the machine is made.
  ActivityObserver* observer() const { return observer_; }
  void set_observer(ActivityObserver* observer) { observer_ = observer; }

  void add(TimedProcess& process) { processes_.push_back(&process); }
  void note_lead(Cycle lead) {
    if (lead > largest_lead_) largest_lead_ = lead;
  }
  /// Largest lead of a process over the kernel so far, in cycles.
  Cycle largest_lead() const { return largest_lead_; }

  /// Runs every process to its end. `order_seed` shuffles the order in which processes start (0: as
  /// declared). Throws SimulationError on a deadlock, naming what each process waits for. Rethrows the first
  /// exception of a process or of the kernel, or what fail() was given before.
  void run(std::uint32_t order_seed);

  /// Ends the simulation: run() throws `error`, unless another one came first. For callbacks, whose
  /// exceptions would pass through somebody else's module and the kernel, which turns them into reports of
  /// its own.
  void fail(std::exception_ptr error);

 private:
  void start(TimedProcess& process);
  void check_finished() const;

  std::uint64_t cycle_femtoseconds_;
  Cycle quantum_, watchdog_;
  Cycle largest_lead_ = 0;
  ActivityObserver* observer_ = nullptr;
  std::vector<TimedProcess*> processes_;
  /// Handles of all processes. Never destroyed: the kernel would search all processes for each handle.
  std::vector<sc_core::sc_process_handle>& handles_ = *new std::vector<sc_core::sc_process_handle>;
  std::exception_ptr error_;
};

}  // namespace scnnsim
