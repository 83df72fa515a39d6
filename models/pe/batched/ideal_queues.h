// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/pe/batched/bank_patterns.h"
#include "models/pe/batched/issue_block.h"

namespace scnnsim {

/// Output register and network of scatter policy `ideal`. No issue waits for a bank, so blocks take one cycle
/// per issue. The last two issues are the whole state: whether each brought products for a bank.
class IdealQueues {
 public:
  explicit IdealQueues(std::uint32_t banks)
      : padded_banks_((banks + bank_padding - 1) / bank_padding * bank_padding) {}

  /// Steps 2 and 3 of a cycle: what is in the network reaches the banks; what is in the register moves into
  /// the network.
  void step() {
    in_network_ = in_register_;
    in_register_ = false;
  }
  /// Issues all pairs of the blocks, one per cycle, the first at least one cycle after the last step.
  IssueOutcome run(const PatternBlocks<std::uint8_t>& blocks);
  IssueOutcome run(const FormedBlock<std::uint8_t>& block);
  /// Steps until network and register are empty. Returns the cycles taken. None has conflicts.
  std::uint64_t drain(std::uint64_t& conflict_cycles);
  std::size_t padded_banks() const { return padded_banks_; }

  bool register_empty() const { return !in_register_; }
  bool empty() const { return !in_register_ && !in_network_; }
  /// Products in all queues: none, because there are no queues.
  static std::uint64_t queued(std::size_t) { return 0; }

 private:
  template <class HasProducts>
  IssueOutcome run(const IssueBlocks& issues, HasProducts&& has_products);

  const std::size_t padded_banks_;
  bool in_register_ = false;  ///< the last issue brought products, and no step has followed
  bool in_network_ = false;
};

}  // namespace scnnsim
