// SPDX-License-Identifier: Apache-2.0
#include "models/pe/issue_port.h"

#include <fmt/format.h>

#include <stdexcept>

#include "traces/support/error.h"

namespace scnnsim {

IssuePort::IssuePort(const sc_core::sc_module_name& name, SimulationContext& context, std::uint32_t pe,
                     const LayerProgram& program, BroadcastLog& arrivals)
    : TimedProcess(name, context),
      program_(program),
      arrivals_(arrivals),
      pe_(pe),
      observer_(context.observer() != nullptr && context.observer()->observes(pe) ? context.observer()
                                                                                  : nullptr) {}

/// Reports that the cycles from next_cycle() up to `end` - 1 belong to `owner`.
void IssuePort::observe(CycleOwner owner, Cycle end) {
  observer_->did(ActiveUnit::pe, pe_, {next_cycle_, end, activity_of(owner), observed_step_, channel_});
}

/// Reports the cycles from next_cycle() up to `end` - 1, which issue unless they wait.
void IssuePort::observe_issues(Cycle end, const IssueWaits* waits) {
  Cycle begin = next_cycle_;
  const auto report = [&](Activity activity, Cycle until) {
    if (until > begin)
      observer_->did(ActiveUnit::pe, pe_, {begin, until, activity, observed_step_, channel_});
    begin = until;
  };
  for (std::size_t n = 0; waits != nullptr && n < waits->count; ++n) {
    const Cycle first = waits->before + waits->waits[n].first;
    report(Activity::issue, first);
    report(Activity::crossbar, first + waits->waits[n].cycles);
  }
  report(Activity::issue, end);
}

void IssuePort::report_too_few_cycles(std::uint64_t issues, Cycle end) const {
  throw SimulationError(
      fmt::format("{}: {} vector pairs are issued in cycles {} to {}, at most one per cycle; this is a fault "
                  "of the simulator, please report it",
                  name(), issues, next_cycle_, end - 1));
}

Counter& IssuePort::Stats::cycles(CycleOwner owner) {
  switch (owner) {
    case CycleOwner::idle:
      return idle;
    case CycleOwner::barrier:
      return barrier;
    case CycleOwner::postprocess:
      return postprocess;
    case CycleOwner::input:
      return input;
    case CycleOwner::weights:
      return weights;
    case CycleOwner::crossbar:
      return crossbar;
    case CycleOwner::issue:
      return issue;
  }
  throw std::logic_error("cycle owner");
}

}  // namespace scnnsim
