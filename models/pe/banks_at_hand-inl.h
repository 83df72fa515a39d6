// SPDX-License-Identifier: Apache-2.0
// Part of bank_queues.cpp, compiled once per SIMD target.
#include <cstddef>
#include <cstdint>

#include "models/pe/bank_patterns.h"
#include "models/pe/bank_queues.h"

#if defined(SCNNSIM_MODELS_PE_BANKS_AT_HAND_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SCNNSIM_MODELS_PE_BANKS_AT_HAND_INL_H_
#undef SCNNSIM_MODELS_PE_BANKS_AT_HAND_INL_H_
#else
#define SCNNSIM_MODELS_PE_BANKS_AT_HAND_INL_H_
#endif

#include <hwy/highway.h>

#include "models/pe/bank_issues-inl.h"

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

using State = BankQueues<std::uint8_t>::State;

// Vectors whose length only the machine knows can't stand in arrays.
#if !HWY_HAVE_SCALABLE

/// Queues and register of banks that fill `Vectors` vectors, kept in the processor's registers.
template <std::size_t Vectors>
class BanksAtHand {
 public:
  static constexpr bool may_do_without_wait = true;

  HWY_INLINE explicit BanksAtHand(const State& state)
      : depth_(hn::Set(D(), state.depth)), one_(hn::Set(D(), 1)) {
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
    for (std::size_t v = 0; v < Vectors; ++v) waiting_[v] = issues.elements(D(), w, v * hn::Lanes(D()));
  }
  /// Issues an activation vector with `weight_vectors`, one per cycle, if none has to wait; else does nothing
  /// and returns false.
  ///
  /// Derivation: where everything in the register moves in every cycle, a bank's queue is queue' = max(queue
  /// - 1, 0) + products, and that went right if it never exceeded the depth. Sums saturate above every depth,
  /// so looking at the largest queue once, at the end, is enough.
  template <class Issues>
  HWY_INLINE bool issue_without_wait(const Issues& issues, std::size_t weight_vectors) {
    Vec queue[Vectors], waiting[Vectors];
    for (std::size_t v = 0; v < Vectors; ++v) queue[v] = queue_[v], waiting[v] = waiting_[v];
    Vec largest = depth_;
#if HWY_COMPILER_GCC_ACTUAL
#pragma GCC unroll 2  // else it copies registers from issue to issue
#endif
    for (std::size_t w = 0; w < weight_vectors; ++w)
      for (std::size_t v = 0; v < Vectors; ++v) {
        queue[v] = hn::SaturatedAdd(hn::SaturatedSub(queue[v], one_), waiting[v]);
        largest = hn::Max(largest, queue[v]);
        waiting[v] = issues.elements(D(), w, v * hn::Lanes(D()));
      }
    if (HWY_UNLIKELY(!hn::AllTrue(D(), hn::Eq(largest, depth_)))) return false;
    for (std::size_t v = 0; v < Vectors; ++v) queue_[v] = queue[v], waiting_[v] = waiting[v];
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
  using D = hn::CappedTag<std::uint8_t, bank_padding>;
  using Vec = hn::Vec<D>;
  Vec depth_, one_;
  Vec queue_[Vectors], waiting_[Vectors];
};

#endif  // !HWY_HAVE_SCALABLE

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
