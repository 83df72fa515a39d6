// SPDX-License-Identifier: Apache-2.0
// Part of bank_queues.cpp, compiled once per SIMD target.
#include <cstddef>
#include <cstdint>

#include "models/pe/batched/bank_patterns.h"
#include "models/pe/batched/bank_queues.h"

#if defined(SCNNSIM_MODELS_PE_BATCHED_REGISTER_BANK_QUEUES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SCNNSIM_MODELS_PE_BATCHED_REGISTER_BANK_QUEUES_INL_H_
#undef SCNNSIM_MODELS_PE_BATCHED_REGISTER_BANK_QUEUES_INL_H_
#else
#define SCNNSIM_MODELS_PE_BATCHED_REGISTER_BANK_QUEUES_INL_H_
#endif

#include <hwy/highway.h>

#include "models/pe/batched/bank_issues-inl.h"

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

/// One cycle in which every product in the register moves.
///
/// Derivation: a bank's queue becomes queue' = max(queue - 1, 0) + products, independently of the other
/// banks. The assumption that all products move held if no queue exceeded the depth. Sums saturate above
/// every depth, so one test of the largest queue after many cycles is enough.
template <class D, class V>
HWY_INLINE void step_lanes_without_wait(D d, V& queue, V products, V& largest) {
  queue = hn::SaturatedAdd(hn::SaturatedSub(queue, hn::Set(d, 1)), products);
  largest = hn::Max(largest, queue);
}

using State = BankQueues::State;

// Vectors whose length is known only at run time cannot be array elements.
#if !HWY_HAVE_SCALABLE

/// Queues and register of banks that fill `Vectors` vectors, kept in the processor's registers.
template <std::size_t Vectors>
class RegisterBankQueues {
 public:
  HWY_INLINE explicit RegisterBankQueues(const State& state) : depth_(hn::Set(D(), state.depth)) {
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
  /// Issues the rows `begin` ... `end` - 1, one issue per cycle, if none has to wait; else does nothing and
  /// returns false.
  template <class Rows>
  HWY_INLINE bool issue_without_wait(const Rows& rows, std::size_t begin, std::size_t end) {
    RegisterBankQueues after = *this;
    after.largest_ = depth_;
    with_count(rows.weight_vectors, [&](auto weight_vectors) SCNNSIM_INLINE_LAMBDA {
      after.issue_rows(rows, begin, end, weight_vectors);
    });
    if (HWY_UNLIKELY(!hn::AllTrue(D(), hn::Eq(after.largest_, depth_)))) return false;
    for (std::size_t v = 0; v < Vectors; ++v) queue_[v] = after.queue_[v], waiting_[v] = after.waiting_[v];
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

  /// Not inlined: each number of weight vectors gets a function with all of the processor's registers.
  template <class Rows, class Count>
  HWY_NOINLINE void issue_rows(const Rows& rows, std::size_t begin, std::size_t end, Count weight_vectors) {
    Vec queue[Vectors], waiting[Vectors], largest = largest_;
    for (std::size_t v = 0; v < Vectors; ++v) queue[v] = queue_[v], waiting[v] = waiting_[v];
    for (std::size_t a = begin; a < end; ++a)
      visit_row(rows, a, [&](const auto& row) SCNNSIM_INLINE_LAMBDA {
        for_each_index(weight_vectors, [&](std::size_t w) SCNNSIM_INLINE_LAMBDA {
          for (std::size_t v = 0; v < Vectors; ++v) {
            step_lanes_without_wait(D(), queue[v], waiting[v], largest);
            waiting[v] = row.elements(D(), w, v * hn::Lanes(D()));
          }
        });
      });
    for (std::size_t v = 0; v < Vectors; ++v) queue_[v] = queue[v], waiting_[v] = waiting[v];
    largest_ = largest;
  }

  Vec depth_;
  Vec queue_[Vectors], waiting_[Vectors];
  Vec largest_;  ///< largest queue of a run without a wait
};

/// Issues rows of a block cycle by cycle. Not inlined: the hot loop seldom needs it.
template <class Queues, class Rows>
HWY_NOINLINE void issue_held_up_rows(const State& state, const Rows& rows, std::size_t begin, std::size_t end,
                                     Progress& progress) {
  Queues queues(state);
  issue_rows_by_cycles(queues, rows, begin, end, progress);
  queues.store(state);
}

/// Issues the rows of a block from `begin` on, up to the first row in which an issue has to wait, and returns
/// that row.
template <class Queues, class Rows>
HWY_INLINE std::size_t issue_rows_without_wait(Queues& queues, const Rows& rows, std::size_t begin,
                                               Progress& progress) {
  std::size_t end = begin;
  if (HWY_LIKELY(queues.issue_without_wait(rows, begin, rows.vectors)))
    end = rows.vectors;
  else
    while (end < rows.vectors && queues.issue_without_wait(rows, end, end + 1)) ++end;
  if (end > begin) progress.add_rows_without_wait(end - begin, rows.weight_vectors);
  return end;
}

/// Issues all blocks. A first issue that finds the register empty takes no cycle of the queues, so its row is
/// issued cycle by cycle. Where one issue has to wait, other issues of the block are likely to wait too, so
/// the rest of the block is issued cycle by cycle.
template <class Queues, class Blocks>
HWY_INLINE void issue_blocks(const State& state, const Blocks& blocks, IssueOutcome* outcome) {
  Queues queues(state);
  Progress progress(blocks.issues);
  const auto by_cycles = [&](const auto& rows, std::size_t begin, std::size_t end) HWY_ATTR {
    queues.store(state);
    issue_held_up_rows<Queues>(state, rows, begin, end, progress);
    queues = Queues(state);
  };
  for (const IssueBlock& block : blocks.issues) {
    const auto rows = rows_of(blocks, block, state.banks);
    std::size_t done = 0;
    if (HWY_UNLIKELY(progress.ready)) by_cycles(rows, 0, done = 1);
    done = issue_rows_without_wait(queues, rows, done, progress);
    if (HWY_UNLIKELY(done < rows.vectors)) by_cycles(rows, done, rows.vectors);
    progress.issue_cycle += rows.weight_vectors;
  }
  queues.store(state);
  *outcome = progress.outcome;
}

#endif  // !HWY_HAVE_SCALABLE

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
