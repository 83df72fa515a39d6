// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_queues.h"

#include <algorithm>
#include <stdexcept>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/bank_queues.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "models/pe/bank_issues-inl.h"
#include "models/pe/banks_at_hand-inl.h"

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class Count>
void step_banks(const typename BankQueues<Count>::State& state) {
  const hn::CappedTag<Count, bank_padding> d;
  for (std::size_t b = 0; b < state.banks; b += hn::Lanes(d)) {
    auto queue = hn::LoadU(d, state.queued + b), products = hn::LoadU(d, state.waiting + b);
    step_lanes(d, queue, products, hn::Set(d, state.depth));
    hn::StoreU(queue, d, state.queued + b);
    hn::StoreU(products, d, state.waiting + b);
  }
}

template <class Count>
bool holds(const Count* products, std::size_t banks) {
  const hn::CappedTag<Count, bank_padding> d;
  auto all = hn::Zero(d);
  for (std::size_t b = 0; b < banks; b += hn::Lanes(d)) all = hn::Or(all, hn::LoadU(d, products + b));
  return !hn::AllTrue(d, hn::Eq(all, hn::Zero(d)));
}

template <class Count>
std::uint64_t drain_banks(const typename BankQueues<Count>::State& state, std::uint64_t* conflict_cycles) {
  std::uint64_t cycles = 0;
  for (bool waiting = holds(state.waiting, state.banks); waiting || holds(state.queued, state.banks);
       ++cycles) {
    step_banks<Count>(state);
    waiting = waiting && holds(state.waiting, state.banks);
    if (waiting) ++*conflict_cycles;
  }
  return cycles;
}

/// Queues and register of any number of banks, left in memory.
class BanksInMemory {
 public:
  explicit BanksInMemory(const State& state) : state_(state) {}

  template <class Issues>
  void load_register(const Issues& issues, std::size_t w) {
    for (std::size_t b = 0; b < state_.banks; b += hn::Lanes(D()))
      hn::StoreU(issues.elements(D(), w, b), D(), state_.waiting + b);
  }
  void step() { step_banks<std::uint8_t>(state_); }
  bool register_holds_products() const { return holds(state_.waiting, state_.banks); }

 private:
  using D = hn::CappedTag<std::uint8_t, bank_padding>;
  const State& state_;
};

/// The rows `begin` ... `end` - 1 of a run, one issue per cycle, if none has to wait; else does nothing and
/// returns false.
template <class Rows>
bool issue_in_memory_without_wait(const State& state, const Rows& rows, std::size_t begin, std::size_t end,
                                  Progress& progress) {
  const hn::CappedTag<std::uint8_t, bank_padding> d;
  const auto limit = hn::Set(d, state.depth);
  HWY_ALIGN std::uint8_t queued[BankQueues<std::uint8_t>::most_banks];
  HWY_ALIGN std::uint8_t waiting[BankQueues<std::uint8_t>::most_banks];
  for (std::size_t b = 0; b < state.banks; b += hn::Lanes(d)) {
    auto queue = hn::LoadU(d, state.queued + b), products = hn::LoadU(d, state.waiting + b);
    auto largest = hn::Zero(d);
    for (std::size_t a = begin; a < end; ++a)
      visit_row(rows, a, [&](const auto& row) HWY_ATTR {
        for (std::size_t w = 0; w < rows.weight_vectors; ++w) {
          step_lanes_without_wait(d, queue, products, largest);
          products = row.elements(d, w, b);
        }
      });
    if (!hn::AllTrue(d, hn::Eq(hn::Max(largest, limit), limit))) return false;
    hn::StoreU(queue, d, queued + b);
    hn::StoreU(products, d, waiting + b);
  }
  std::copy_n(queued, state.banks, state.queued);
  std::copy_n(waiting, state.banks, state.waiting);
  progress.add_rows_without_wait(end - begin, rows.weight_vectors);
  return true;
}

/// All runs in batches of whole activation vectors, of about `batch` issues.
template <class Runs>
std::uint64_t issue_in_batches(const State& state, const Runs& runs, std::uint64_t* conflict_cycles) {
  constexpr std::size_t batch = 32;
  Progress progress(runs.issues);
  BanksInMemory queues(state);
  for (const IssueRun& run : runs.issues) {
    const auto rows = rows_of(runs, run, state.banks);
    const std::size_t at_once = std::max<std::size_t>(batch / rows.weight_vectors, 1);
    for (std::size_t begin = 0, end = 0; begin < rows.vectors; begin = end) {
      end = std::min<std::size_t>(begin + at_once, rows.vectors);
      if (progress.ready || !issue_in_memory_without_wait(state, rows, begin, end, progress))
        issue_rows_by_cycles(queues, rows, begin, end, progress);
    }
    progress.issue_cycle += rows.weight_vectors;
  }
  *conflict_cycles += progress.conflicts;
  return progress.cycle;
}

template <class Runs>
std::uint64_t run_banks(const State& state, const Runs& runs, std::uint64_t* conflict_cycles) {
#if !HWY_HAVE_SCALABLE
  switch (state.banks / hn::Lanes(hn::CappedTag<std::uint8_t, bank_padding>())) {
    case 1:
      return issue_runs<BanksAtHand<1>>(state, runs, conflict_cycles);
    case 2:
      return issue_runs<BanksAtHand<2>>(state, runs, conflict_cycles);
    case 4:
      return issue_runs<BanksAtHand<4>>(state, runs, conflict_cycles);
    default:
      break;
  }
#endif
  return issue_in_batches(state, runs, conflict_cycles);
}

using Wide = BankQueues<std::uint16_t>::State;

void step8(const State& state) {
  step_banks<std::uint8_t>(state);
}
void step16(const Wide& state) {
  step_banks<std::uint16_t>(state);
}
std::uint64_t drain8(const State& state, std::uint64_t* conflict_cycles) {
  return drain_banks<std::uint8_t>(state, conflict_cycles);
}
std::uint64_t drain16(const Wide& state, std::uint64_t* conflict_cycles) {
  return drain_banks<std::uint16_t>(state, conflict_cycles);
}
std::uint64_t run_patterns8(const State& state, const PatternRuns<std::uint8_t>& runs,
                            std::uint64_t* conflict_cycles) {
  return run_banks(state, runs, conflict_cycles);
}
std::uint64_t run_formed8(const State& state, const FormedRun<std::uint8_t>& run,
                          std::uint64_t* conflict_cycles) {
  return run_banks(state, run, conflict_cycles);
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "traces/support/simd_dispatch.h"

namespace scnnsim {

SCNNSIM_SIMD_EXPORT(step8);
SCNNSIM_SIMD_EXPORT(step16);
SCNNSIM_SIMD_EXPORT(drain8);
SCNNSIM_SIMD_EXPORT(drain16);
SCNNSIM_SIMD_EXPORT(run_patterns8);
SCNNSIM_SIMD_EXPORT(run_formed8);

template <class Count>
BankQueues<Count>::BankQueues(std::uint32_t banks, std::uint32_t depth)
    : counts_(2 * ((banks + bank_padding - 1) / bank_padding * bank_padding), 0),
      state_{counts_.data(), counts_.data() + counts_.size() / 2, counts_.size() / 2,
             static_cast<Count>(depth)} {}

template <class Count>
void BankQueues<Count>::step() {
  if constexpr (sizeof(Count) == 1)
    SCNNSIM_SIMD_CALL(step8)(state_);
  else
    SCNNSIM_SIMD_CALL(step16)(state_);
}

template <class Count>
std::uint64_t BankQueues<Count>::drain(std::uint64_t& conflict_cycles) {
  if constexpr (sizeof(Count) == 1)
    return SCNNSIM_SIMD_CALL(drain8)(state_, &conflict_cycles);
  else
    return SCNNSIM_SIMD_CALL(drain16)(state_, &conflict_cycles);
}

template <class Count>
std::uint64_t BankQueues<Count>::run(const PatternRuns<std::uint8_t>& runs, std::uint64_t& conflict_cycles) {
  if constexpr (sizeof(Count) == 1) return SCNNSIM_SIMD_CALL(run_patterns8)(state_, runs, &conflict_cycles);
  throw std::logic_error("patterns count in bytes");
}

template <class Count>
std::uint64_t BankQueues<Count>::run(const FormedRun<std::uint8_t>& run, std::uint64_t& conflict_cycles) {
  if constexpr (sizeof(Count) == 1) return SCNNSIM_SIMD_CALL(run_formed8)(state_, run, &conflict_cycles);
  throw std::logic_error("runs count in bytes");
}

namespace {

/// No branch per count: SIMD can look at many.
template <class Count>
bool none(const Count* counts, std::size_t banks) {
  Count all = 0;
  for (std::size_t b = 0; b < banks; ++b) all = static_cast<Count>(all | counts[b]);
  return all == 0;
}

}  // namespace

template <class Count>
bool BankQueues<Count>::register_empty() const {
  return none(state_.waiting, state_.banks);
}

template <class Count>
bool BankQueues<Count>::empty() const {
  return none(counts_.data(), counts_.size());
}

template class BankQueues<std::uint8_t>;
template class BankQueues<std::uint16_t>;

}  // namespace scnnsim
#endif  // HWY_ONCE
