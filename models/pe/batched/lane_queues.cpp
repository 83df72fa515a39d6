// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/lane_queues.h"

#include <bitset>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/batched/lane_queues.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "models/pe/batched/bank_issues-inl.h"
#include "models/pe/batched/lane_queues-inl.h"

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class Lanes>
using LaneState = typename LaneQueues<Lanes>::State;

template <class Lanes>
void step_lane_queues(const LaneState<Lanes>& state) {
  SteppedQueues<Lanes, MemoryLaneQueues<Lanes>>(state).step();
}

template <class Lanes, class Blocks>
void run_lane_queues(const LaneState<Lanes>& state, const Blocks& blocks, IssueOutcome* outcome) {
#if !HWY_HAVE_SCALABLE
  constexpr std::size_t lanes = hn::MaxLanes(Banks<Lanes>());
  if constexpr (is_padded(lanes))
    if (state.banks == lanes && state.depth == 4)
      return issue_blocks_by_cycles<SteppedQueues<Lanes, RegisterLaneQueues<Lanes, 1, 4>>>(state, blocks,
                                                                                           outcome);
  if constexpr (is_padded(2 * lanes))
    if (state.banks == 2 * lanes && state.depth == 4)
      return issue_blocks_by_cycles<SteppedQueues<Lanes, RegisterLaneQueues<Lanes, 2, 4>>>(state, blocks,
                                                                                           outcome);
#endif
  issue_blocks_by_cycles<SteppedQueues<Lanes, MemoryLaneQueues<Lanes>>>(state, blocks, outcome);
}

void step_16(const LaneState<std::uint16_t>& state) {
  step_lane_queues<std::uint16_t>(state);
}
void step_64(const LaneState<std::uint64_t>& state) {
  step_lane_queues<std::uint64_t>(state);
}
void run_patterns_16(const LaneState<std::uint16_t>& state, const PatternBlocks<std::uint16_t>& blocks,
                     IssueOutcome* outcome) {
  run_lane_queues<std::uint16_t>(state, blocks, outcome);
}
void run_patterns_64(const LaneState<std::uint64_t>& state, const PatternBlocks<std::uint64_t>& blocks,
                     IssueOutcome* outcome) {
  run_lane_queues<std::uint64_t>(state, blocks, outcome);
}
void run_formed_16(const LaneState<std::uint16_t>& state, const FormedBlock<std::uint16_t>& block,
                   IssueOutcome* outcome) {
  run_lane_queues<std::uint16_t>(state, block, outcome);
}
void run_formed_64(const LaneState<std::uint64_t>& state, const FormedBlock<std::uint64_t>& block,
                   IssueOutcome* outcome) {
  run_lane_queues<std::uint64_t>(state, block, outcome);
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "traces/support/simd_dispatch.h"

namespace scnnsim {

SCNNSIM_SIMD_EXPORT(step_16);
SCNNSIM_SIMD_EXPORT(step_64);
SCNNSIM_SIMD_EXPORT(run_patterns_16);
SCNNSIM_SIMD_EXPORT(run_patterns_64);
SCNNSIM_SIMD_EXPORT(run_formed_16);
SCNNSIM_SIMD_EXPORT(run_formed_64);

template <class Lanes>
LaneQueues<Lanes>::LaneQueues(std::uint32_t banks, std::uint32_t depth)
    : depth_(depth),
      at_or_after_((banks + bank_padding - 1) / bank_padding * bank_padding, static_cast<Lanes>(~Lanes{0})),
      slots_(depth * at_or_after_.size(), 0),
      register_(at_or_after_.size(), 0),
      longer_(depth, 0) {}

template <class Lanes>
typename LaneQueues<Lanes>::State LaneQueues<Lanes>::state() {
  return {slots_.data(),  at_or_after_.data(), register_.data(),
          longer_.data(), &waiting_,           at_or_after_.size(),
          depth_};
}

template <class Lanes>
void LaneQueues<Lanes>::step() {
  if constexpr (sizeof(Lanes) == 2)
    SCNNSIM_SIMD_CALL(step_16)(state());
  else
    SCNNSIM_SIMD_CALL(step_64)(state());
}

template <class Lanes>
IssueOutcome LaneQueues<Lanes>::run(const PatternBlocks<Lanes>& blocks) {
  IssueOutcome outcome;
  if constexpr (sizeof(Lanes) == 2)
    SCNNSIM_SIMD_CALL(run_patterns_16)(state(), blocks, &outcome);
  else
    SCNNSIM_SIMD_CALL(run_patterns_64)(state(), blocks, &outcome);
  return outcome;
}

template <class Lanes>
IssueOutcome LaneQueues<Lanes>::run(const FormedBlock<Lanes>& block) {
  IssueOutcome outcome;
  if constexpr (sizeof(Lanes) == 2)
    SCNNSIM_SIMD_CALL(run_formed_16)(state(), block, &outcome);
  else
    SCNNSIM_SIMD_CALL(run_formed_64)(state(), block, &outcome);
  return outcome;
}

template <class Lanes>
std::uint64_t LaneQueues<Lanes>::drain(std::uint64_t& conflict_cycles) {
  std::uint64_t cycles = 0;
  for (; !empty(); ++cycles) {
    step();
    if (!register_empty()) ++conflict_cycles;
  }
  return cycles;
}

template <class Lanes>
std::uint64_t LaneQueues<Lanes>::queued(std::size_t /*banks*/) const {
  std::uint64_t products = 0;
  for (const Lanes lanes : longer_) products += std::bitset<most_lanes>(lanes).count();
  return products;
}

template class LaneQueues<std::uint16_t>;
template class LaneQueues<std::uint64_t>;

}  // namespace scnnsim
#endif  // HWY_ONCE
