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
void step_banks(Count* queued, Count* waiting, std::size_t banks, Count depth) {
  const hn::CappedTag<Count, bank_padding> d;
  for (std::size_t b = 0; b < banks; b += hn::Lanes(d)) {
    auto queue = hn::LoadU(d, queued + b), products = hn::LoadU(d, waiting + b);
    step_lanes(d, queue, products, hn::Set(d, depth));
    hn::StoreU(queue, d, queued + b);
    hn::StoreU(products, d, waiting + b);
  }
}

bool register_holds_products(const State& state) {
  const hn::CappedTag<std::uint8_t, bank_padding> d;
  auto all = hn::Zero(d);
  for (std::size_t b = 0; b < state.banks; b += hn::Lanes(d))
    all = hn::Or(all, hn::LoadU(d, state.waiting + b));
  return !hn::AllTrue(d, hn::Eq(all, hn::Zero(d)));
}

/// All pairs of the activation vectors `begin` ... `end` - 1 with the weight vectors, in order, each as early
/// as the register allows; returns the cycles.
template <class Run>
std::uint64_t issue_in_memory_by_cycles(const State& state, const Run& run, std::size_t begin,
                                        std::size_t end, bool ready, std::uint64_t* conflict_cycles) {
  const hn::CappedTag<std::uint8_t, bank_padding> d;
  std::uint64_t cycle = 0;
  for (std::size_t a = begin; a < end; ++a) {
    const auto issues = issues_of(run, a, state.banks);
    for (std::size_t w = 0; w < run.issues.weight_vectors; ++w) {
      while (!ready) {
        ++cycle;
        step_banks(state.queued, state.waiting, state.banks, state.depth);
        ready = !register_holds_products(state);
        if (!ready) ++*conflict_cycles;
      }
      for (std::size_t b = 0; b < state.banks; b += hn::Lanes(d))
        hn::StoreU(issues.elements(d, w, b), d, state.waiting + b);
      ready = false;
      run.issues.issue_cycle[w] = static_cast<std::uint32_t>(cycle);
    }
  }
  return cycle;
}

/// The same, if no issue has to wait; else does nothing and returns false.
///
/// Derivation: as long as everything in the register moves in every cycle, an issue follows in each, and a
/// bank's queue is queue' = max(queue - 1, 0) + products, whatever the other banks do. That went right if it
/// never exceeded the depth. Sums saturate above every depth, so looking at the largest queue once, at the
/// end, is enough.
template <class Run>
bool issue_in_memory_without_wait(const State& state, const Run& run, std::size_t begin, std::size_t end) {
  const hn::CappedTag<std::uint8_t, bank_padding> d;
  const auto one = hn::Set(d, 1), limit = hn::Set(d, state.depth);
  HWY_ALIGN std::uint8_t queued[BankQueues<std::uint8_t>::most_banks];
  HWY_ALIGN std::uint8_t waiting[BankQueues<std::uint8_t>::most_banks];
  for (std::size_t b = 0; b < state.banks; b += hn::Lanes(d)) {
    auto queue = hn::LoadU(d, state.queued + b), products = hn::LoadU(d, state.waiting + b);
    auto largest = hn::Zero(d);
    for (std::size_t a = begin; a < end; ++a) {
      const auto issues = issues_of(run, a, state.banks);
      for (std::size_t w = 0; w < run.issues.weight_vectors; ++w) {
        queue = hn::SaturatedAdd(hn::SaturatedSub(queue, one), products);
        largest = hn::Max(largest, queue);
        products = issues.elements(d, w, b);
      }
    }
    if (!hn::AllTrue(d, hn::Eq(hn::Max(largest, limit), limit))) return false;
    hn::StoreU(queue, d, queued + b);
    hn::StoreU(products, d, waiting + b);
  }
  std::copy_n(queued, state.banks, state.queued);
  std::copy_n(waiting, state.banks, state.waiting);
  const std::size_t last_row = (end - begin - 1) * run.issues.weight_vectors;
  for (std::size_t w = 0; w < run.issues.weight_vectors; ++w)
    run.issues.issue_cycle[w] = static_cast<std::uint32_t>(last_row + w + 1);
  return true;
}

/// In batches of whole activation vectors, of about `batch` issues.
template <class Run>
std::uint64_t run_in_batches(const State& state, const Run& run, std::uint64_t* conflict_cycles) {
  constexpr std::size_t batch = 32;
  const std::size_t rows = std::max<std::size_t>(batch / run.issues.weight_vectors, 1);
  std::uint64_t cycle = 0;
  bool ready = run.issues.register_ready;
  for (std::size_t begin = 0, end = 0; begin < run.issues.activation_vectors; begin = end, ready = false) {
    end = std::min(begin + rows, run.issues.activation_vectors);
    const std::uint64_t before = cycle;
    if (!ready && issue_in_memory_without_wait(state, run, begin, end))
      cycle += (end - begin) * run.issues.weight_vectors;
    else
      cycle += issue_in_memory_by_cycles(state, run, begin, end, ready, conflict_cycles);
    if (end < run.issues.activation_vectors) continue;
    for (std::size_t w = 0; w < run.issues.weight_vectors; ++w)
      run.issues.issue_cycle[w] += static_cast<std::uint32_t>(before);
  }
  return cycle;
}

template <class Run>
std::uint64_t run_banks(const State& state, const Run& run, std::uint64_t* conflict_cycles) {
#if !HWY_HAVE_SCALABLE
  switch (state.banks / hn::Lanes(hn::CappedTag<std::uint8_t, bank_padding>())) {
    case 1:
      return issue_rows<BanksAtHand<1>>(state, run, conflict_cycles);
    case 2:
      return issue_rows<BanksAtHand<2>>(state, run, conflict_cycles);
    case 4:
      return issue_rows<BanksAtHand<4>>(state, run, conflict_cycles);
    default:
      break;
  }
#endif
  return run_in_batches(state, run, conflict_cycles);
}

void step8(std::uint8_t* queued, std::uint8_t* waiting, std::size_t banks, std::uint8_t depth) {
  step_banks(queued, waiting, banks, depth);
}
void step16(std::uint16_t* queued, std::uint16_t* waiting, std::size_t banks, std::uint16_t depth) {
  step_banks(queued, waiting, banks, depth);
}
std::uint64_t run_patterns8(std::uint8_t* queued, std::uint8_t* waiting, std::size_t banks,
                            std::uint8_t depth, const PatternRun<std::uint8_t>& run,
                            std::uint64_t* conflict_cycles) {
  return run_banks(State{queued, waiting, banks, depth}, run, conflict_cycles);
}
std::uint64_t run_formed8(std::uint8_t* queued, std::uint8_t* waiting, std::size_t banks, std::uint8_t depth,
                          const FormedRun<std::uint8_t>& run, std::uint64_t* conflict_cycles) {
  return run_banks(State{queued, waiting, banks, depth}, run, conflict_cycles);
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scnnsim {

HWY_EXPORT(step8);
HWY_EXPORT(step16);
HWY_EXPORT(run_patterns8);
HWY_EXPORT(run_formed8);

template <class Count>
BankQueues<Count>::BankQueues(std::uint32_t banks, std::uint32_t depth)
    : depth_(static_cast<Count>(depth)),
      queued_((banks + bank_padding - 1) / bank_padding * bank_padding, 0),
      register_(queued_.size(), 0) {}

namespace {

template <class Count>
bool none(const std::vector<Count>& counts) {
  return std::all_of(counts.begin(), counts.end(), [](Count count) { return count == 0; });
}

}  // namespace

template <class Count>
void BankQueues<Count>::step() {
  if constexpr (sizeof(Count) == 1)
    HWY_DYNAMIC_DISPATCH(step8)(queued_.data(), register_.data(), queued_.size(), depth_);
  else
    HWY_DYNAMIC_DISPATCH(step16)(queued_.data(), register_.data(), queued_.size(), depth_);
}

template <class Count>
std::uint64_t BankQueues<Count>::run(const PatternRun<std::uint8_t>& run, std::uint64_t& conflict_cycles) {
  if constexpr (sizeof(Count) == 1)
    return HWY_DYNAMIC_DISPATCH(run_patterns8)(queued_.data(), register_.data(), queued_.size(), depth_, run,
                                               &conflict_cycles);
  throw std::logic_error("patterns count in bytes");
}

template <class Count>
std::uint64_t BankQueues<Count>::run(const FormedRun<std::uint8_t>& run, std::uint64_t& conflict_cycles) {
  if constexpr (sizeof(Count) == 1)
    return HWY_DYNAMIC_DISPATCH(run_formed8)(queued_.data(), register_.data(), queued_.size(), depth_, run,
                                             &conflict_cycles);
  throw std::logic_error("runs count in bytes");
}

template <class Count>
bool BankQueues<Count>::register_empty() const {
  return none(register_);
}

template <class Count>
bool BankQueues<Count>::empty() const {
  return none(register_) && none(queued_);
}

template class BankQueues<std::uint8_t>;
template class BankQueues<std::uint16_t>;

}  // namespace scnnsim
#endif  // HWY_ONCE
