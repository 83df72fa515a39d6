// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/align/aligned_allocator.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/pe/batched/bank_patterns.h"
#include "models/pe/batched/issue_block.h"

namespace scnnsim {

/// Output register and bank queues of scatter policy `output_queued`, as counts per bank. Products for the
/// same bank are interchangeable, so the counts in queue and register are the whole state. SIMD with run-time
/// dispatch.
class BankQueues {
 public:
  /// `depth` is at most `largest_depth`, `banks` at most `most_banks`. One issue may bring up to 255 products
  /// to a bank.
  BankQueues(std::uint32_t banks, std::uint32_t depth);
  BankQueues(const BankQueues&) = delete;
  BankQueues& operator=(const BankQueues&) = delete;

  /// Adds a product to the output register. The register must be empty before the first product of an issue.
  void add_to_register(std::uint32_t bank) { ++state_.waiting[bank]; }

  /// Steps 2 and 3 of a cycle: each bank takes one product from its queue, then products move from the
  /// register into free places of the queues.
  void step();
  /// Issues all pairs of the blocks as early as the register allows, at most one per cycle, the first at
  /// least one cycle after the last step.
  IssueOutcome run(const PatternBlocks<std::uint8_t>& blocks);
  IssueOutcome run(const FormedBlock<std::uint8_t>& block);
  std::size_t padded_banks() const { return state_.banks; }

  /// Steps until queues and register are empty. Returns the cycles taken. Adds the cycles that left products
  /// in the register to `conflict_cycles`.
  std::uint64_t drain(std::uint64_t& conflict_cycles);
  bool register_empty() const;
  bool empty() const;
  /// Products in the queues of the first `banks` banks.
  std::uint64_t queued(std::size_t banks) const;

  /// State, as the SIMD kernels take it.
  struct State {
    std::uint8_t *queued, *waiting;  ///< by bank: products in its queue, and in the register
    std::size_t banks;               ///< padded
    std::uint8_t depth;
  };

  /// Largest depth at which a saturated count still exceeds the depth.
  static constexpr std::uint32_t largest_depth = 254;
  static constexpr std::size_t most_banks = 1024;

 private:
  std::vector<std::uint8_t, boost::alignment::aligned_allocator<std::uint8_t, 64>> counts_;  ///< of state_
  State state_;
};

}  // namespace scnnsim
