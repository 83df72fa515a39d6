// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_queues.h"

#include <algorithm>
#include <stdexcept>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/bank_queues.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
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

template <class Count>
void step_banks(Count* queued, Count* waiting, std::size_t banks, Count depth) {
  const hn::CappedTag<Count, BankQueues<Count>::padding> d;
  for (std::size_t b = 0; b < banks; b += hn::Lanes(d)) {
    auto queue = hn::LoadU(d, queued + b), products = hn::LoadU(d, waiting + b);
    step_lanes(d, queue, products, hn::Set(d, depth));
    hn::StoreU(queue, d, queued + b);
    hn::StoreU(products, d, waiting + b);
  }
}

/// Counts of an issue in the lanes from bank `b` on: the sum of its words' patterns.
template <class D>
HWY_INLINE hn::Vec<D> issue_lanes(D d, const BankRun& run, std::size_t a, std::size_t w, std::size_t b) {
  const BankPattern pattern = run.activations[a];
  auto sum = hn::Zero(d);
  for (std::uint32_t word = run.first_word[w]; word < run.first_word[w + 1]; ++word)
    sum = hn::Add(sum, hn::LoadU(d, run.counts + pattern.first + run.tap[word] * pattern.tap_stride +
                                        run.shift[word] + b));
  return sum;
}

/// All pairs of the run in order, each as early as the register allows. `step` does one cycle and says
/// whether the register is empty after it; `load` puts the products of (activation vector, weight vector)
/// into the register.
template <class Step, class Load>
HWY_INLINE std::uint64_t issue_all(const BankRun& run, std::uint64_t* conflict_cycles, Step step, Load load) {
  std::uint64_t cycle = 0;
  bool ready = run.register_ready;
  for (std::size_t a = 0; a < run.activation_vectors; ++a)
    for (std::size_t w = 0; w < run.weight_vectors; ++w) {
      while (!ready) {
        ++cycle;
        ready = step();
        if (!ready) ++*conflict_cycles;
      }
      load(a, w);
      ready = false;
      run.issue_cycle[w] = static_cast<std::uint32_t>(cycle);
    }
  return cycle;
}

/// As many banks as the SIMD vector has lanes: the state stays in registers.
/// If queue' + register is at most the depth in every bank, everything moves; that sum, saturated, is above
/// the depth exactly when it does not.
std::uint64_t run_in_registers(std::uint8_t* queued, std::uint8_t* waiting, std::uint8_t depth,
                               const BankRun& run, std::uint64_t* conflict_cycles) {
  const hn::CappedTag<std::uint8_t, BankQueues<std::uint8_t>::padding> d;
  auto queue = hn::LoadU(d, queued), products = hn::LoadU(d, waiting);
  const auto limit = hn::Set(d, depth), one = hn::Set(d, 1), zero = hn::Zero(d);
  const auto step = [&]() HWY_ATTR {
    const auto all_moved = hn::SaturatedAdd(hn::SaturatedSub(queue, one), products);
    if (HWY_LIKELY(hn::AllTrue(d, hn::Eq(hn::Min(all_moved, limit), all_moved)))) {
      queue = all_moved;
      return true;
    }
    step_lanes(d, queue, products, limit);
    return hn::AllTrue(d, hn::Eq(products, zero));
  };
  const auto load = [&](std::size_t a, std::size_t w) HWY_ATTR { products = issue_lanes(d, run, a, w, 0); };
  const std::uint64_t cycles = issue_all(run, conflict_cycles, step, load);
  hn::StoreU(queue, d, queued);
  hn::StoreU(products, d, waiting);
  return cycles;
}

bool register_holds_products(const std::uint8_t* waiting, std::size_t banks) {
  const hn::CappedTag<std::uint8_t, BankQueues<std::uint8_t>::padding> d;
  auto all = hn::Zero(d);
  for (std::size_t b = 0; b < banks; b += hn::Lanes(d)) all = hn::Or(all, hn::LoadU(d, waiting + b));
  return !hn::AllTrue(d, hn::Eq(all, hn::Zero(d)));
}

/// Any number of banks.
std::uint64_t run_in_memory(std::uint8_t* queued, std::uint8_t* waiting, std::size_t banks,
                            std::uint8_t depth, const BankRun& run, std::uint64_t* conflict_cycles) {
  const hn::CappedTag<std::uint8_t, BankQueues<std::uint8_t>::padding> d;
  const auto step = [&]() HWY_ATTR {
    step_banks(queued, waiting, banks, depth);
    return !register_holds_products(waiting, banks);
  };
  const auto load = [&](std::size_t a, std::size_t w) HWY_ATTR {
    for (std::size_t b = 0; b < banks; b += hn::Lanes(d))
      hn::StoreU(issue_lanes(d, run, a, w, b), d, waiting + b);
  };
  return issue_all(run, conflict_cycles, step, load);
}

void step8(std::uint8_t* queued, std::uint8_t* waiting, std::size_t banks, std::uint8_t depth) {
  step_banks(queued, waiting, banks, depth);
}
void step16(std::uint16_t* queued, std::uint16_t* waiting, std::size_t banks, std::uint16_t depth) {
  step_banks(queued, waiting, banks, depth);
}
std::uint64_t run8(std::uint8_t* queued, std::uint8_t* waiting, std::size_t banks, std::uint8_t depth,
                   const BankRun& run, std::uint64_t* conflict_cycles) {
  const hn::CappedTag<std::uint8_t, BankQueues<std::uint8_t>::padding> d;
  return hn::Lanes(d) == banks ? run_in_registers(queued, waiting, depth, run, conflict_cycles)
                               : run_in_memory(queued, waiting, banks, depth, run, conflict_cycles);
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scnnsim {

HWY_EXPORT(step8);
HWY_EXPORT(step16);
HWY_EXPORT(run8);

template <class Count>
BankQueues<Count>::BankQueues(std::uint32_t banks, std::uint32_t depth)
    : depth_(static_cast<Count>(depth)),
      queued_((banks + padding - 1) / padding * padding, 0),
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
std::uint64_t BankQueues<Count>::run(const BankRun& run, std::uint64_t& conflict_cycles) {
  if constexpr (sizeof(Count) == 1)
    return HWY_DYNAMIC_DISPATCH(run8)(queued_.data(), register_.data(), queued_.size(), depth_, run,
                                      &conflict_cycles);
  throw std::logic_error("patterns count in bytes");
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
