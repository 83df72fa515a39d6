// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/batched_faults.h"

#include <utility>

namespace scnnsim {

BatchedFaults::BatchedFaults(const Fault& fault, std::uint32_t pe)
    : drop_product(fault, Fault::Kind::drop_product, pe),
      wrong_address(fault, Fault::Kind::wrong_address, pe),
      lose_block(fault, Fault::Kind::lose_block, pe),
      repeat_block(fault, Fault::Kind::repeat_block, pe),
      swap_blocks(fault, Fault::Kind::swap_blocks, pe),
      rotate_pattern(fault, Fault::Kind::rotate_pattern, pe),
      miscount_pass(fault, Fault::Kind::miscount_pass, pe),
      stale_patterns(fault, Fault::Kind::stale_patterns, pe),
      lose_cycle(fault, Fault::Kind::lose_cycle, pe),
      end_early(fault, Fault::Kind::end_early, pe),
      extra_queue_depth(fault.kind == Fault::Kind::deepen_queue && fault.pe == pe) {}

const std::vector<IssueBlock>& BatchedFaults::altered(const std::vector<IssueBlock>& blocks) {
  if (!lose_block.armed() && !repeat_block.armed() && !swap_blocks.armed()) return blocks;
  altered_.clear();
  for (const IssueBlock& block : blocks) {
    if (lose_block.hits()) continue;
    altered_.push_back(block);
    if (repeat_block.hits()) altered_.push_back(block);
    if (altered_.size() > 1 && swap_blocks.hits()) std::swap(altered_.back(), altered_[altered_.size() - 2]);
  }
  return altered_;
}

}  // namespace scnnsim
