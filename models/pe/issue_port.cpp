// SPDX-License-Identifier: Apache-2.0
#include "models/pe/issue_port.h"

#include <stdexcept>

namespace scnnsim {

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
