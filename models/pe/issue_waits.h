// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/common/cycle_owner.h"

namespace scnnsim {

/// Cycles in which an issue waits for the output register, `first` ... `first + cycles - 1`.
struct IssueWait {
  std::uint32_t first = 0, cycles = 0;
};

/// Waits between the issues of a batch, in order. Their cycles count from `before`.
struct IssueWaits {
  Cycle before = 0;
  const IssueWait* waits = nullptr;
  std::size_t count = 0;
};

}  // namespace scnnsim
