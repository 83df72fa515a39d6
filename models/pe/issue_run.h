// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace scnnsim {

/// A run of issues: each of some activation vectors against the same weight vectors, one issue per cycle at
/// most, held up by nothing but the output register.
struct IssueRun {
  std::size_t activation_vectors = 1;
  std::size_t weight_vectors = 0;
  bool register_ready =
      false;  ///< the first issue is in the cycle of the last step, which left the register empty
  std::uint32_t* issue_cycle =
      nullptr;  ///< result, per weight vector: cycles from the last step before the run to its last issue
};

}  // namespace scnnsim
