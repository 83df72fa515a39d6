// SPDX-License-Identifier: Apache-2.0
#include "models/common/timed_process.h"

#include <fmt/format.h>

#include "traces/support/error.h"

namespace scnnsim {

TimedProcess::TimedProcess(const sc_core::sc_module_name& name, SimulationContext& context)
    : sc_module(name), context_(context), synchronise_at_(context.quantum()) {
  context.add(*this);
}

std::string TimedProcess::describe_wait() const {
  return fmt::format("{}: in cycle {} waits for {}", sc_module::name(), now_,
                     waits_for_ ? waits_for_ : "the kernel");
}

void TimedProcess::synchronise(Cycle cycle) {
  note_lead();
  if (cycle >= context_.kernel_cycle() + context_.quantum())
    sc_core::wait(context_.cycle_time(cycle) - sc_core::sc_time_stamp());
  look_at_kernel();
}

void TimedProcess::look_at_kernel() {
  synchronise_at_ = context_.kernel_cycle() + context_.quantum();
}

void TimedProcess::note_lead() {
  const Cycle kernel = context_.kernel_cycle();
  if (now_ > kernel) context_.note_lead(now_ - kernel);
}

void TimedProcess::wait_for_kernel(Cycle cycle, const sc_core::sc_event& event, const char* what) {
  waits_for_ = what;
  sc_core::wait(context_.cycle_time(cycle) - sc_core::sc_time_stamp(), event);
  waits_for_ = nullptr;
}

void TimedProcess::report_stuck(Cycle cycle) const {
  throw SimulationError(
      fmt::format("{} would stand still from cycle {} to cycle {}, more than simulation.watchdog_cycles = "
                  "{}; is a bandwidth or "
                  "rate too small for this layer?",
                  name(), now_, cycle, context_.watchdog()));
}

}  // namespace scnnsim
