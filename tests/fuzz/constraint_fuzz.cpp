// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/constraint.h"
#include "tests/fuzz/fuzz_targets.h"
#include "traces/support/error.h"

namespace scnnsim::fuzz {

bool constraint(std::string_view bytes) {
  try {
    const Constraint constraint(YamlNode::parse(std::string(bytes), "constraint"));
    constraint.holds(PointSettings{});
    return true;
  } catch (const UserError&) {
    return false;
  }
}

}  // namespace scnnsim::fuzz
