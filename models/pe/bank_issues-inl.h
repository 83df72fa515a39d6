// SPDX-License-Identifier: Apache-2.0
// Part of bank_queues.cpp, compiled once per SIMD target.
#include <cstddef>
#include <cstdint>

#include "models/pe/bank_queues.h"

#if defined(SCNNSIM_MODELS_PE_BANK_ISSUES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SCNNSIM_MODELS_PE_BANK_ISSUES_INL_H_
#undef SCNNSIM_MODELS_PE_BANK_ISSUES_INL_H_
#else
#define SCNNSIM_MODELS_PE_BANK_ISSUES_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// One cycle of some banks: queue' = max(queue - 1, 0); moved = min(register, depth - queue').
template <class D, class V>
HWY_INLINE void step_lanes(D d, V& queue, V& waiting, V depth) {
  queue = hn::SaturatedSub(queue, hn::Set(d, 1));
  const V moved = hn::Min(waiting, hn::Sub(depth, queue));
  queue = hn::Add(queue, moved);
  waiting = hn::Sub(waiting, moved);
}

/// The issues of an activation vector with weight vectors.
class PatternIssues {
 public:
  PatternIssues(const BankRun& run, std::size_t a)
      : counts_(run.counts),
        stride_(run.stride),
        begin_(run.turn + run.first_turn[a]),
        end_(run.turn + run.first_turn[a + 1]) {}

  /// Counts of an issue in the lanes from bank `b` on: the sum of its activations' patterns.
  template <class D>
  HWY_INLINE hn::Vec<D> lanes(D d, std::size_t w, std::size_t b) const {
    const std::uint8_t* patterns = counts_ + w * stride_ + b;
    auto sum = hn::Zero(d);
    for (const std::uint32_t* turn = begin_; turn < end_; ++turn)
      sum = hn::Add(sum, hn::LoadU(d, patterns + *turn));
    return sum;
  }

 private:
  const std::uint8_t* counts_;
  std::size_t stride_;
  const std::uint32_t *begin_, *end_;
};

/// The same for a vector of `Activations` activations, whose turns are kept at hand.
template <std::size_t Activations>
class FewPatternIssues {
 public:
  FewPatternIssues(const BankRun& run, std::size_t a) : stride_(run.stride) {
    for (std::size_t n = 0; n < Activations; ++n) patterns_[n] = run.counts + run.turn[run.first_turn[a] + n];
  }
  template <class D>
  HWY_INLINE hn::Vec<D> lanes(D d, std::size_t w, std::size_t b) const {
    auto sum = hn::LoadU(d, patterns_[0] + w * stride_ + b);
    for (std::size_t n = 1; n < Activations; ++n)
      sum = hn::Add(sum, hn::LoadU(d, patterns_[n] + w * stride_ + b));
    return sum;
  }

 private:
  std::size_t stride_;
  const std::uint8_t* patterns_[Activations];
};

/// The same where the counts are there.
class CountedIssues {
 public:
  CountedIssues(const CountRun& run, std::size_t banks) : counts_(run.counts), banks_(banks) {}

  template <class D>
  HWY_INLINE hn::Vec<D> lanes(D d, std::size_t w, std::size_t b) const {
    return hn::LoadU(d, counts_ + w * banks_ + b);
  }

 private:
  const std::uint8_t* counts_;
  std::size_t banks_;
};

/// The banks' queues and the multipliers' output register.
struct State {
  std::uint8_t *queued, *waiting;
  std::size_t banks;
  std::uint8_t depth;
};

HWY_INLINE PatternIssues issues_of(const State&, const BankRun& run, std::size_t a) {
  return {run, a};
}
HWY_INLINE CountedIssues issues_of(const State& state, const CountRun& run, std::size_t) {
  return {run, state.banks};
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
