// SPDX-License-Identifier: Apache-2.0
#include "models/pe/issue_port.h"

#include <fmt/format.h>

#include <stdexcept>

#include "traces/support/error.h"

namespace scnnsim {

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
