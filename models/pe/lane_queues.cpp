// SPDX-License-Identifier: Apache-2.0
#include "models/pe/lane_queues.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/lane_queues.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "models/pe/bank_issues-inl.h"
#include "models/pe/lane_queues-inl.h"

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class Lanes>
using LaneState = typename LaneQueues<Lanes>::State;

template <class Lanes>
void step_lane_queues(const LaneState<Lanes>& state) {
  SteppedQueues<Lanes, QueuesInMemory<Lanes>>(state).step();
}

template <class Lanes, class Runs>
std::uint64_t run_lane_queues(const LaneState<Lanes>& state, const Runs& runs,
                              std::uint64_t* conflict_cycles) {
#if !HWY_HAVE_SCALABLE
  const std::size_t vectors = state.banks / hn::Lanes(Banks<Lanes>());
  if (vectors == 1 && state.depth == 4)
    return issue_runs_by_cycles<SteppedQueues<Lanes, QueuesAtHand<Lanes, 1, 4>>>(state, runs,
                                                                                 conflict_cycles);
  if (vectors == 2 && state.depth == 4)
    return issue_runs_by_cycles<SteppedQueues<Lanes, QueuesAtHand<Lanes, 2, 4>>>(state, runs,
                                                                                 conflict_cycles);
#endif
  return issue_runs_by_cycles<SteppedQueues<Lanes, QueuesInMemory<Lanes>>>(state, runs, conflict_cycles);
}

void step_16(const LaneState<std::uint16_t>& state) {
  step_lane_queues<std::uint16_t>(state);
}
void step_64(const LaneState<std::uint64_t>& state) {
  step_lane_queues<std::uint64_t>(state);
}
std::uint64_t run_patterns_16(const LaneState<std::uint16_t>& state, const PatternRuns<std::uint16_t>& runs,
                              std::uint64_t* conflict_cycles) {
  return run_lane_queues<std::uint16_t>(state, runs, conflict_cycles);
}
std::uint64_t run_patterns_64(const LaneState<std::uint64_t>& state, const PatternRuns<std::uint64_t>& runs,
                              std::uint64_t* conflict_cycles) {
  return run_lane_queues<std::uint64_t>(state, runs, conflict_cycles);
}
std::uint64_t run_formed_16(const LaneState<std::uint16_t>& state, const FormedRun<std::uint16_t>& run,
                            std::uint64_t* conflict_cycles) {
  return run_lane_queues<std::uint16_t>(state, run, conflict_cycles);
}
std::uint64_t run_formed_64(const LaneState<std::uint64_t>& state, const FormedRun<std::uint64_t>& run,
                            std::uint64_t* conflict_cycles) {
  return run_lane_queues<std::uint64_t>(state, run, conflict_cycles);
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
std::uint64_t LaneQueues<Lanes>::run(const PatternRuns<Lanes>& runs, std::uint64_t& conflict_cycles) {
  if constexpr (sizeof(Lanes) == 2)
    return SCNNSIM_SIMD_CALL(run_patterns_16)(state(), runs, &conflict_cycles);
  else
    return SCNNSIM_SIMD_CALL(run_patterns_64)(state(), runs, &conflict_cycles);
}

template <class Lanes>
std::uint64_t LaneQueues<Lanes>::run(const FormedRun<Lanes>& run, std::uint64_t& conflict_cycles) {
  if constexpr (sizeof(Lanes) == 2)
    return SCNNSIM_SIMD_CALL(run_formed_16)(state(), run, &conflict_cycles);
  else
    return SCNNSIM_SIMD_CALL(run_formed_64)(state(), run, &conflict_cycles);
}

template class LaneQueues<std::uint16_t>;
template class LaneQueues<std::uint64_t>;

}  // namespace scnnsim
#endif  // HWY_ONCE
