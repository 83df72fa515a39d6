// SPDX-License-Identifier: Apache-2.0
// Part of bank_queues.cpp, compiled once per SIMD target.
#include <cstddef>
#include <cstdint>

#if defined(SCNNSIM_MODELS_PE_BANKS_AT_HAND_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SCNNSIM_MODELS_PE_BANKS_AT_HAND_INL_H_
#undef SCNNSIM_MODELS_PE_BANKS_AT_HAND_INL_H_
#else
#define SCNNSIM_MODELS_PE_BANKS_AT_HAND_INL_H_
#endif

#include <hwy/highway.h>

#include "models/pe/bank_issues-inl.h"

// Vectors whose length only the machine knows can't stand in arrays.
#if !HWY_HAVE_SCALABLE

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Queues and register of banks that fill `Vectors` vectors, kept in the processor's registers.
template <std::size_t Vectors>
class BanksAtHand {
 public:
  HWY_INLINE explicit BanksAtHand(const State& state) : depth_(hn::Set(D(), state.depth)) {
    for (std::size_t v = 0; v < Vectors; ++v) {
      queue_[v] = hn::LoadU(D(), state.queued + v * hn::Lanes(D()));
      waiting_[v] = hn::LoadU(D(), state.waiting + v * hn::Lanes(D()));
    }
  }
  HWY_INLINE void store(const State& state) const {
    for (std::size_t v = 0; v < Vectors; ++v) {
      hn::StoreU(queue_[v], D(), state.queued + v * hn::Lanes(D()));
      hn::StoreU(waiting_[v], D(), state.waiting + v * hn::Lanes(D()));
    }
  }
  template <class Issues>
  HWY_INLINE void load_register(const Issues& issues, std::size_t w) {
    for (std::size_t v = 0; v < Vectors; ++v) waiting_[v] = issues.lanes(D(), w, v * hn::Lanes(D()));
  }
  /// One cycle, if it empties the register; else does nothing and returns false.
  ///
  /// Derivation: where everything in the register moves, a bank's queue is queue' = max(queue - 1, 0) +
  /// products, and that went right if it does not exceed the depth. Sums saturate above every depth.
  HWY_INLINE bool step_without_wait() {
    Vec filled[Vectors];
    Vec largest = depth_;
    for (std::size_t v = 0; v < Vectors; ++v) {
      filled[v] = hn::SaturatedAdd(hn::SaturatedSub(queue_[v], hn::Set(D(), 1)), waiting_[v]);
      largest = hn::Max(largest, filled[v]);
    }
    if (!hn::AllTrue(D(), hn::Eq(largest, depth_))) return false;
    for (std::size_t v = 0; v < Vectors; ++v) queue_[v] = filled[v];
    return true;
  }
  HWY_INLINE void step() {
    for (std::size_t v = 0; v < Vectors; ++v) step_lanes(D(), queue_[v], waiting_[v], depth_);
  }
  HWY_INLINE bool register_holds_products() const {
    Vec all = waiting_[0];
    for (std::size_t v = 1; v < Vectors; ++v) all = hn::Or(all, waiting_[v]);
    return !hn::AllTrue(D(), hn::Eq(all, hn::Zero(D())));
  }

 private:
  using D = hn::CappedTag<std::uint8_t, BankQueues<std::uint8_t>::padding>;
  using Vec = hn::Vec<D>;
  Vec depth_;
  Vec queue_[Vectors], waiting_[Vectors];
};

/// A run under way.
struct Progress {
  bool ready;  ///< the register is empty already
  std::uint64_t cycle = 0, conflicts = 0;
};

/// The issues of one activation vector.
template <class Banks, class Issues>
HWY_INLINE void run_row(Banks& banks, const Issues& issues, const IssueRun& run, Progress& progress) {
  std::uint64_t cycle = progress.cycle;
  for (std::size_t w = 0; w < run.weight_vectors; ++w) {
    if (HWY_LIKELY(!progress.ready)) {
      ++cycle;
      if (HWY_UNLIKELY(!banks.step_without_wait()))
        for (banks.step(); banks.register_holds_products(); banks.step()) ++cycle, ++progress.conflicts;
    }
    progress.ready = false;
    banks.load_register(issues, w);
    run.issue_cycle[w] = static_cast<std::uint32_t>(cycle);
  }
  progress.cycle = cycle;
}

template <class Banks>
HWY_INLINE void run_row(Banks& banks, const State&, const BankRun& run, std::size_t a, Progress& progress) {
  switch (run.first_turn[a + 1] - run.first_turn[a]) {
    case 1:
      return run_row(banks, FewPatternIssues<1>(run, a), run, progress);
    case 2:
      return run_row(banks, FewPatternIssues<2>(run, a), run, progress);
    case 3:
      return run_row(banks, FewPatternIssues<3>(run, a), run, progress);
    case 4:
      return run_row(banks, FewPatternIssues<4>(run, a), run, progress);
    default:
      return run_row(banks, PatternIssues(run, a), run, progress);
  }
}
template <class Banks>
HWY_INLINE void run_row(Banks& banks, const State& state, const CountRun& run, std::size_t,
                        Progress& progress) {
  run_row(banks, CountedIssues(run, state.banks), run, progress);
}

template <std::size_t Vectors, class Run>
std::uint64_t run_at_hand(const State& state, const Run& run, std::uint64_t* conflict_cycles) {
  BanksAtHand<Vectors> banks(state);
  Progress progress{run.register_ready};
  for (std::size_t a = 0; a < run.activation_vectors; ++a) run_row(banks, state, run, a, progress);
  banks.store(state);
  *conflict_cycles += progress.conflicts;
  return progress.cycle;
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // !HWY_HAVE_SCALABLE
#endif  // per-target include guard
