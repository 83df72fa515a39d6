// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/align/aligned_allocator.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/pe/bank_patterns.h"
#include "models/pe/issue_run.h"

namespace scnnsim {

/// The bank-side queues of the scatter network and the multipliers' output register, as counts per bank:
/// products to one bank are alike in time, so how many of them wait where is all there is to know. SIMD with
/// run-time dispatch; the rule stands once, in bank_queues.cpp.
///
/// `Count` is uint8_t, or uint16_t where one issue may bring a bank more than 255 products.
template <class Count>
class BankQueues {
 public:
  BankQueues(std::uint32_t banks, std::uint32_t depth);
  BankQueues(const BankQueues&) = delete;
  BankQueues& operator=(const BankQueues&) = delete;

  /// One product enters the output register, which must have been empty when its issue began.
  void add_to_register(std::uint32_t bank) { ++state_.waiting[bank]; }

  /// Accumulate and scatter: each bank takes one product from its queue; then products move from the register
  /// into the room there is.
  void step();
  /// Issues all pairs of the runs as early as the register allows, at most one per cycle, the first at least
  /// one cycle after the last step. Returns the cycles from the last step to the last issue; adds the cycles
  /// that left products in the register.
  std::uint64_t run(const PatternRuns<std::uint8_t>& runs, std::uint64_t& conflict_cycles);
  std::uint64_t run(const FormedRun<std::uint8_t>& run, std::uint64_t& conflict_cycles);
  std::size_t padded_banks() const { return state_.banks; }

  /// Steps until nothing is left; returns the cycles and adds those that left products in the register.
  std::uint64_t drain(std::uint64_t& conflict_cycles);
  bool register_empty() const;
  bool empty() const;

  /// The arrays, for the SIMD kernels.
  struct State {
    Count *queued, *waiting;  ///< by bank: in its queue, and in the register
    std::size_t banks;        ///< padded
    Count depth;
  };

  /// Depths up to this are counted in bytes; a bank's queue and the register then never overflow one.
  static constexpr std::uint32_t largest_byte_depth = 254;
  static constexpr std::size_t most_banks = 1024;

 private:
  std::vector<Count, boost::alignment::aligned_allocator<Count, 64>> counts_;  ///< what state_ points to
  State state_;
};

extern template class BankQueues<std::uint8_t>;
extern template class BankQueues<std::uint16_t>;

}  // namespace scnnsim
