// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <systemc>

#include "models/common/cycle_owner.h"
#include "models/common/simulation_context.h"

namespace scnnsim {

/// Process with a clock of its own. The clock runs ahead of the kernel by less than one quantum (TLM temporal
/// decoupling).
///
/// Exactness: results depend neither on the quantum nor on the order of processes. Processes meet only in
/// channels whose items carry the cycle from which they are visible. A process reads a channel by waiting
/// until the item is known. Its actions are therefore a function of the items that it reads, whichever
/// process runs first: a Kahn network with time stamps. A PE may also ask whether an item is known already.
/// The answer decides only how many issues the PE simulates at once.
///
/// Two rules keep kernel time a lower bound of all events still to come, and the DRAM's arbitration relies on
/// this bound. A process acts at a time not before any item that it has read. A process sends everything that
/// is determined before it waits for more. BatchedEngine::wait_for_entries() is the one exception; its
/// comment says why it is safe.
class TimedProcess : public sc_core::sc_module {
 public:
  TimedProcess(const sc_core::sc_module_name& name, SimulationContext& context);

  /// Body of the process: runs the whole layer and returns.
  virtual void run() = 0;

  bool finished() const { return finished_; }
  void set_finished() { finished_ = true; }
  /// Line of the deadlock report: "pe_0_0: in cycle 12 waits for ...".
  std::string describe_wait() const;

 protected:
  SimulationContext& context() { return context_; }
  const SimulationContext& context() const { return context_; }
  Cycle now() const { return now_; }

  /// Moves the clock to `cycle`, which is not before now(). Lets the kernel catch up if `cycle` is a quantum
  /// or more ahead of it. Throws SimulationError if the clock moves further than the watchdog allows.
  void advance_to(Cycle cycle) {
    if (cycle > now_ + context_.watchdog()) report_stuck(cycle);
    if (cycle >= synchronise_at_) synchronise(cycle);
    now_ = cycle;
  }

  /// Whether the clock may move to `cycle` without letting the kernel catch up.
  bool may_run_to(Cycle cycle) {
    if (cycle >= synchronise_at_) look_at_kernel();
    return cycle < synchronise_at_;
  }

  /// The clock may move to every cycle before this one, by the kernel time that was last read.
  Cycle may_run_before() const { return synchronise_at_; }

  /// Waits until known() holds. await(event) registers the event that the sender notifies once; it is called
  /// again if known() still does not hold then. `what` names the awaited item in the deadlock report, and
  /// must outlive the call.
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

  /// Waits for the next item of a channel (models/common/timed_channel.h) and returns it.
  template <class Channel>
  auto receive(Channel& channel, const char* what) {
    wait_until([&] { return !channel.empty(); }, [&](sc_core::sc_event& event) { channel.await(event); },
               what);
    return channel.pop();
  }

  /// Waits until entry `index` of a BroadcastLog is known and returns it.
  template <class Log>
  Cycle read(Log& log, std::size_t index, const char* what) {
    wait_until([&] { return log.knows(index); }, [&](sc_core::sc_event& event) { log.await(index, event); },
               what);
    return log[index];
  }

  /// Waits until the kernel has reached `cycle` or `event` is notified, whichever is first.
  void wait_for_kernel(Cycle cycle, const sc_core::sc_event& event, const char* what);

 private:
  void synchronise(Cycle cycle);
  void look_at_kernel();
  void note_lead();
  void report_stuck(Cycle cycle) const;

  SimulationContext& context_;
  Cycle now_ = 0;
  Cycle synchronise_at_;  ///< kernel time, as last read, plus the quantum
  const char* waits_for_ = nullptr;
  bool finished_ = false;
  std::optional<sc_core::sc_event> woken_;  ///< made at the first wait for a channel
};

}  // namespace scnnsim
