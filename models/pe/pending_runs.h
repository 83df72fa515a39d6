// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/pe/issue_run.h"

namespace scnnsim {

/// Runs of issues that follow each other without a gap, whatever the scatter network does, kept by a PE until
/// it has to know how long they take: they then go to the network together.
class PendingRuns {
 public:
  /// `lanes`: F x I, which bounds the cycles of an issue.
  explicit PendingRuns(std::uint32_t lanes) : most_cycles_per_issue_(lanes + 1) {}

  /// When the first issue of the runs to come may be, and what it had to wait for.
  struct Start {
    Cycle earliest = 0;
    Cycle input_arrival = 0, delivery = 0;
  };
  /// `most_issues`: the quantum is sure to last for as many.
  void begin(const Start& start, std::uint64_t most_issues) {
    start_ = start;
    most_issues_ = most_issues;
    runs_.clear();
    issues_ = 0;
  }
  /// Whether the quantum is sure to last for a run of so many issues.
  bool have_room_for(std::uint64_t issues) const { return issues_ + issues <= most_issues_; }
  void append(const IssueRun& run) {
    runs_.push_back(run);
    issues_ += issues_of(run);
  }
  void clear() {
    runs_.clear();
    most_issues_ = 0;
  }

  bool empty() const { return runs_.empty(); }
  const std::vector<IssueRun>& runs() const { return runs_; }
  const Start& start() const { return start_; }
  std::uint64_t issues() const { return issues_; }
  /// A cycle before which a run that is appended can't begin.
  Cycle earliest_end() const { return start_.earliest + issues_; }
  /// No more cycles than this pass until the last issue, with `run` appended: each issue may wait for all
  /// products of the one before.
  std::uint64_t most_cycles_with(const IssueRun& run) const {
    return (issues_ + issues_of(run) + 1) * most_cycles_per_issue_;
  }
  /// How many issues may be pending for most_cycles_with() to be no more than `cycles`.
  std::uint64_t most_issues_within(std::uint64_t cycles) const {
    return std::max<std::uint64_t>(cycles / most_cycles_per_issue_, 1) - 1;
  }

 private:
  static std::uint64_t issues_of(const IssueRun& run) {
    return std::uint64_t{run.activation_vectors} * run.weight_vectors;
  }
  const std::uint64_t most_cycles_per_issue_;
  std::vector<IssueRun> runs_;
  Start start_;
  std::uint64_t most_issues_ = 0;
  std::uint64_t issues_ = 0;
};

}  // namespace scnnsim
