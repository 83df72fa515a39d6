// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/pe/batched/issue_block.h"

namespace scnnsim {

/// Batch of issue blocks that only the output register can delay. The engine collects blocks and hands them
/// to the network together.
class IssueBatch {
 public:
  /// `lanes`: F x I, which bounds the cycles of an issue.
  explicit IssueBatch(std::uint32_t lanes) : most_cycles_per_issue_(lanes + 1) {}

  /// Earliest cycle of the first issue, and the arrivals of its operands.
  struct Start {
    Cycle earliest = 0;
    Cycle input_arrival = 0, delivery = 0;
  };
  /// Begins a batch. `most_issues` issues surely end within the quantum.
  void begin(const Start& start, std::uint64_t most_issues) {
    start_ = start;
    most_issues_ = most_issues;
    blocks_.clear();
    issues_ = 0;
  }
  /// Whether the batch surely ends within the quantum with a further block of `issues` issues.
  bool has_room_for(std::uint64_t issues) const { return issues_ + issues <= most_issues_; }
  void append(const IssueBlock& block) {
    blocks_.push_back(block);
    issues_ += block.issues();
  }
  void clear() {
    blocks_.clear();
    most_issues_ = 0;
  }

  bool empty() const { return blocks_.empty(); }
  const std::vector<IssueBlock>& blocks() const { return blocks_; }
  const Start& start() const { return start_; }
  /// Earliest cycle in which the next appended block can begin.
  Cycle earliest_end() const { return start_.earliest + issues_; }
  /// Upper bound of the cycles until the last issue, with `block` appended: each issue may wait for all
  /// products of the one before.
  std::uint64_t most_cycles_with(const IssueBlock& block) const {
    return (issues_ + block.issues() + 1) * most_cycles_per_issue_;
  }
  /// Most issues for which most_cycles_with() stays within `cycles`.
  std::uint64_t most_issues_within(std::uint64_t cycles) const {
    return std::max<std::uint64_t>(cycles / most_cycles_per_issue_, 1) - 1;
  }

 private:
  const std::uint64_t most_cycles_per_issue_;
  std::vector<IssueBlock> blocks_;
  Start start_;
  std::uint64_t most_issues_ = 0;
  std::uint64_t issues_ = 0;
};

}  // namespace scnnsim
