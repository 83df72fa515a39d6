// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <systemc>

#include "models/common/cycle_owner.h"
#include "models/common/simulation_context.h"

namespace scnnsim {

/// A process with a clock of its own, which may run ahead of the kernel by less than a quantum of cycles
/// (TLM temporal decoupling).
///
/// Exactness: processes meet only in channels whose items carry the cycle at which they become visible, and a
/// process reads a channel by waiting until the item is known. Where a PE asks whether one is known, only how
/// much it does at a time depends on that. So what a process does is a function of the items it reads,
/// whoever runs first (a Kahn network with time stamps). Two rules keep the kernel's time a lower bound of
/// everything still to happen, which the DRAM's arbitration relies on: a process acts at a time not before
/// any item it has read, and sends what is determined before it waits for more. The one exception holds up
/// nobody either: ProcessingElement::wait_for_entries().
class TimedProcess : public sc_core::sc_module {
 public:
  TimedProcess(const sc_core::sc_module_name& name, SimulationContext& context);

  /// The process: runs the whole layer and returns.
  virtual void run() = 0;

  bool finished() const { return finished_; }
  void set_finished() { finished_ = true; }
  /// "pe_0_0: in cycle 12 waits for ...", for the report of a deadlock.
  std::string describe_wait() const;

 protected:
  SimulationContext& context() { return context_; }
  const SimulationContext& context() const { return context_; }
  Cycle now() const { return now_; }

  /// Moves this process's clock to `cycle` (not before now) and lets the kernel catch up if that is a
  /// quantum ahead of it. Throws SimulationError when the step is longer than the watchdog allows.
  void advance_to(Cycle cycle) {
    if (cycle > now_ + context_.watchdog()) report_stuck(cycle);
    if (cycle >= synchronise_at_) synchronise(cycle);
    now_ = cycle;
  }

  /// Whether this process may run up to `cycle` without letting the kernel catch up.
  bool may_run_to(Cycle cycle) {
    if (cycle >= synchronise_at_) look_at_kernel();
    return cycle < synchronise_at_;
  }

  /// A bound that may_run_to() keeps to, as last seen.
  Cycle may_run_before() const { return synchronise_at_; }

  /// Waits until `known()` holds. `await` takes the event that is then to be notified, once; it is called
  /// again if that was too early. `what` says what is waited for and must outlive the call.
  template <class Known, class Await>
  void wait_until(Known&& known, Await&& await, const char* what) {
    if (known()) return;
    note_lead();
    waits_for_ = what;
    if (!woken_) woken_.emplace();
    do {
      await(*woken_);
      sc_core::wait(*woken_);
    } while (!known());
    waits_for_ = nullptr;
  }

  /// The next item of a channel (models/common/timed_channel.h).
  template <class Channel>
  auto receive(Channel& channel, const char* what) {
    wait_until([&] { return !channel.empty(); }, [&](sc_core::sc_event& event) { channel.await(event); },
               what);
    return channel.pop();
  }

  /// Entry `index` of a BroadcastLog.
  template <class Log>
  Cycle read(Log& log, std::size_t index, const char* what) {
    wait_until([&] { return log.knows(index); }, [&](sc_core::sc_event& event) { log.await(index, event); },
               what);
    return log[index];
  }

  /// Waits until the kernel has reached `cycle`, or `event`.
  void wait_for_kernel(Cycle cycle, const sc_core::sc_event& event, const char* what);

 private:
  void synchronise(Cycle cycle);
  void look_at_kernel();
  void note_lead();
  void report_stuck(Cycle cycle) const;

  SimulationContext& context_;
  Cycle now_ = 0;
  Cycle synchronise_at_;  ///< first cycle that is a quantum ahead of the kernel, as last seen
  const char* waits_for_ = nullptr;
  bool finished_ = false;
  std::optional<sc_core::sc_event> woken_;  ///< made for those that ever wait for a channel
};

}  // namespace scnnsim
