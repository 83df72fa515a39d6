// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/common/fault.h"
#include "models/pe/batched/issue_block.h"

namespace scnnsim {

/// Faults injected into one PE's batched engine (models/common/fault.h).
struct BatchedFaults {
  BatchedFaults(const Fault& fault, std::uint32_t pe);

  /// Blocks that the network gets instead of `blocks`. Returns `blocks` itself unless a fault in blocks is
  /// armed.
  const std::vector<IssueBlock>& altered(const std::vector<IssueBlock>& blocks);

  FaultTrigger drop_product, wrong_address, lose_block, repeat_block, swap_blocks, rotate_pattern,
      miscount_pass, stale_patterns, lose_cycle, end_early;
  std::uint32_t extra_queue_depth;

 private:
  std::vector<IssueBlock> altered_;
};

}  // namespace scnnsim
