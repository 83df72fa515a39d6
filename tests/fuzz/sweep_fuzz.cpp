// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_file.h"
#include "tests/fuzz/fuzz_targets.h"
#include "traces/support/error.h"

namespace scnnsim::fuzz {

bool sweep(std::string_view bytes) {
  try {
    const SweepFile file = read_sweep({std::string(bytes), "fuzz/sweep.yaml", false});
    for (const Constraint& constraint : file.constraints) {
      try {
        constraint.holds(file.base);
      } catch (const UserError&) {  // a constraint may have no result for this point
      }
    }
    return true;
  } catch (const UserError&) {
    return false;
  }
}

}  // namespace scnnsim::fuzz
