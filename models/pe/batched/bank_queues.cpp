// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/bank_queues.h"

#include <algorithm>
#include <numeric>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/batched/bank_queues.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "models/pe/batched/bank_issues-inl.h"
#include "models/pe/batched/register_bank_queues-inl.h"

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using BankTag = hn::CappedTag<std::uint8_t, bank_padding>;

void step_banks(const State& state) {
  const BankTag d;
  for (std::size_t b = 0; b < state.banks; b += hn::Lanes(d)) {
    auto queue = hn::LoadU(d, state.queued + b), products = hn::LoadU(d, state.waiting + b);
    step_lanes(d, queue, products, hn::Set(d, state.depth));
    hn::StoreU(queue, d, state.queued + b);
    hn::StoreU(products, d, state.waiting + b);
  }
}

bool holds(const std::uint8_t* products, std::size_t banks) {
  const BankTag d;
  auto all = hn::Zero(d);
  for (std::size_t b = 0; b < banks; b += hn::Lanes(d)) all = hn::Or(all, hn::LoadU(d, products + b));
  return !hn::AllTrue(d, hn::Eq(all, hn::Zero(d)));
}

std::uint64_t drain_banks(const State& state, std::uint64_t* conflict_cycles) {
  std::uint64_t cycles = 0;
  for (bool waiting = holds(state.waiting, state.banks); waiting || holds(state.queued, state.banks);
       ++cycles) {
    step_banks(state);
    waiting = waiting && holds(state.waiting, state.banks);
    if (waiting) ++*conflict_cycles;
  }
  return cycles;
}

/// Queues and register of any number of banks, kept in memory.
class MemoryBankQueues {
 public:
  explicit MemoryBankQueues(const State& state) : state_(state) {}

  template <class Issues>
  void load_register(const Issues& issues, std::size_t w) {
    for (std::size_t b = 0; b < state_.banks; b += hn::Lanes(BankTag()))
      hn::StoreU(issues.elements(BankTag(), w, b), BankTag(), state_.waiting + b);
  }
  void step() { step_banks(state_); }
  bool register_holds_products() const { return holds(state_.waiting, state_.banks); }

 private:
  const State& state_;
};

/// Issues the rows `begin` ... `end` - 1 of a block, one issue per cycle, if none has to wait; else does
/// nothing and returns false.
template <class Rows>
bool issue_in_memory_without_wait(const State& state, const Rows& rows, std::size_t begin, std::size_t end,
                                  Progress& progress) {
  const BankTag d;
  const auto limit = hn::Set(d, state.depth);
  HWY_ALIGN std::uint8_t queued[BankQueues::most_banks];
  HWY_ALIGN std::uint8_t waiting[BankQueues::most_banks];
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

/// Issues all blocks, in batches of about `batch` issues, which are whole activation vectors.
template <class Blocks>
void issue_in_batches(const State& state, const Blocks& blocks, IssueOutcome* outcome) {
  constexpr std::size_t batch = 32;
  Progress progress(blocks.issues);
  MemoryBankQueues queues(state);
  for (const IssueBlock& block : blocks.issues) {
    const auto rows = rows_of(blocks, block, state.banks);
    const std::size_t at_once = std::max<std::size_t>(batch / rows.weight_vectors, 1);
    for (std::size_t begin = 0, end = 0; begin < rows.vectors; begin = end) {
      end = std::min<std::size_t>(begin + at_once, rows.vectors);
      if (progress.ready || !issue_in_memory_without_wait(state, rows, begin, end, progress))
        issue_rows_by_cycles(queues, rows, begin, end, progress);
    }
    progress.issue_cycle += rows.weight_vectors;
  }
  *outcome = progress.outcome;
}

template <class Blocks>
void run_banks(const State& state, const Blocks& blocks, IssueOutcome* outcome) {
#if !HWY_HAVE_SCALABLE
  constexpr std::size_t lanes = hn::MaxLanes(BankTag());
  if constexpr (is_padded(lanes))
    if (state.banks == lanes) return issue_blocks<RegisterBankQueues<1>>(state, blocks, outcome);
  if constexpr (is_padded(2 * lanes))
    if (state.banks == 2 * lanes) return issue_blocks<RegisterBankQueues<2>>(state, blocks, outcome);
  if constexpr (is_padded(4 * lanes))
    if (state.banks == 4 * lanes) return issue_blocks<RegisterBankQueues<4>>(state, blocks, outcome);
#endif
  issue_in_batches(state, blocks, outcome);
}

void run_patterns(const State& state, const PatternBlocks<std::uint8_t>& blocks, IssueOutcome* outcome) {
  run_banks(state, blocks, outcome);
}
void run_formed(const State& state, const FormedBlock<std::uint8_t>& block, IssueOutcome* outcome) {
  run_banks(state, block, outcome);
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "traces/support/simd_dispatch.h"

namespace scnnsim {

SCNNSIM_SIMD_EXPORT(step_banks);
SCNNSIM_SIMD_EXPORT(drain_banks);
SCNNSIM_SIMD_EXPORT(run_patterns);
SCNNSIM_SIMD_EXPORT(run_formed);

BankQueues::BankQueues(std::uint32_t banks, std::uint32_t depth)
    : counts_(2 * ((banks + bank_padding - 1) / bank_padding * bank_padding), 0),
      state_{counts_.data(), counts_.data() + counts_.size() / 2, counts_.size() / 2,
             static_cast<std::uint8_t>(depth)} {}

void BankQueues::step() {
  SCNNSIM_SIMD_CALL(step_banks)(state_);
}

std::uint64_t BankQueues::drain(std::uint64_t& conflict_cycles) {
  return SCNNSIM_SIMD_CALL(drain_banks)(state_, &conflict_cycles);
}

IssueOutcome BankQueues::run(const PatternBlocks<std::uint8_t>& blocks) {
  IssueOutcome outcome;
  SCNNSIM_SIMD_CALL(run_patterns)(state_, blocks, &outcome);
  return outcome;
}

IssueOutcome BankQueues::run(const FormedBlock<std::uint8_t>& block) {
  IssueOutcome outcome;
  SCNNSIM_SIMD_CALL(run_formed)(state_, block, &outcome);
  return outcome;
}

namespace {

/// Whether all counts are zero. Has no branch per count, so the compiler vectorises the loop.
bool all_zero(const std::uint8_t* counts, std::size_t banks) {
  std::uint8_t all = 0;
  for (std::size_t b = 0; b < banks; ++b) all = static_cast<std::uint8_t>(all | counts[b]);
  return all == 0;
}

}  // namespace

bool BankQueues::register_empty() const {
  return all_zero(state_.waiting, state_.banks);
}

std::uint64_t BankQueues::queued(std::size_t banks) const {
  return std::accumulate(state_.queued, state_.queued + banks, std::uint64_t{0});
}

bool BankQueues::empty() const {
  return all_zero(counts_.data(), counts_.size());
}

}  // namespace scnnsim
#endif  // HWY_ONCE
