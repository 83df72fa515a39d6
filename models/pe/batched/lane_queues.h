// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/pe/batched/issue_block.h"

namespace scnnsim {

/// Output register and lane queues of scatter policy `input_queued`, as bits. A word per place of the queues
/// and per bank has a bit for each lane whose product in that place goes to the bank. All banks grant at
/// once, and all queues move up at once. SIMD with run-time dispatch; the rule is in lane_queues-inl.h.
///
/// `Lanes` is uint16_t or uint64_t, a bit per lane.
template <class Lanes>
class LaneQueues {
 public:
  static constexpr std::uint32_t most_lanes = 8 * sizeof(Lanes);

  LaneQueues(std::uint32_t banks, std::uint32_t depth);

  /// Steps 2 and 3 of a cycle: each bank grants one of the lanes whose head asks for it, the first at or
  /// after its pointer; then products move from the register into the queues that have room.
  void step();
  /// Issues all pairs of the blocks as early as the register allows, at most one per cycle, the first at
  /// least one cycle after the last step.
  IssueOutcome run(const PatternBlocks<Lanes>& blocks);
  IssueOutcome run(const FormedBlock<Lanes>& block);
  /// Steps until queues and register are empty. Returns the cycles taken. Adds the cycles that left products
  /// in the register to `conflict_cycles`.
  std::uint64_t drain(std::uint64_t& conflict_cycles);
  std::size_t padded_banks() const { return at_or_after_.size(); }

  bool register_empty() const { return waiting_ == 0; }
  bool empty() const { return waiting_ == 0 && longer_[0] == 0; }
  /// Products in all queues.
  std::uint64_t queued(std::size_t banks) const;

  /// State, as the SIMD kernels take it.
  struct State {
    Lanes* slots;        ///< [depth x banks]: lanes whose product in that place of the queue goes to the bank
    Lanes* at_or_after;  ///< per bank: the lanes at or after its pointer
    Lanes* in_register;  ///< per bank: lanes with a product for it in the register; valid for waiting lanes
    Lanes* longer;       ///< [depth]: lanes whose queue is longer than the index
    Lanes* waiting;      ///< lanes with a product in the register
    std::size_t banks, depth;
  };

 private:
  State state();

  const std::size_t depth_;
  std::vector<Lanes> at_or_after_, slots_, register_, longer_;
  Lanes waiting_ = 0;
};

extern template class LaneQueues<std::uint16_t>;
extern template class LaneQueues<std::uint64_t>;

}  // namespace scnnsim
