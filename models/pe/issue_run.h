// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace scnnsim {

/// A run of issues: each of some activation vectors against the same weight vectors.
struct IssueRun {
  std::uint32_t first_activation = 0, activation_vectors = 1;  ///< counted over all channels of the tile
  std::uint32_t first_weight = 0, weight_vectors = 0;          ///< counted over the step
};

inline constexpr std::size_t issue_cycle_slack = 8;

/// Runs one after the other, one issue per cycle at most, held up by nothing but the output register.
struct IssueRuns {
  const IssueRun* runs = nullptr;
  std::size_t count = 0;
  /// The first issue is in the cycle of the last step, which left the register empty.
  bool register_ready = false;
  /// Result, per weight vector of every run: cycles from the last step before the runs to its last issue.
  /// SIMD may write up to issue_cycle_slack more.
  std::uint32_t* issue_cycle = nullptr;

  const IssueRun* begin() const { return runs; }
  const IssueRun* end() const { return runs + count; }
};

/// A turn is below `most_turns`; the lane of an activation vector that holds no value has `no_turn`.
inline constexpr std::uint16_t most_turns = 0x8000, no_turn = 0xffff;

/// Runs whose issues are made of bank patterns (bank_patterns.h, which says what an Element is): an
/// activation reads those of weight vector w at `patterns + (w - first_pattern) x stride + turn`.
template <class Element>
struct PatternRuns {
  IssueRuns issues;
  const Element* patterns = nullptr;
  std::size_t stride = 0;
  const std::uint16_t* turns = nullptr;  ///< [activation vectors x lanes], or no_turn
  std::size_t lanes = 0;                 ///< of an activation vector
  std::size_t first_pattern = 0;  ///< the weight vector, counted over the step, that `patterns` begins with
};

/// Issues of one activation vector that stand ready, an Element per bank.
template <class Element>
struct FormedRun {
  IssueRuns issues;                   ///< one run
  const Element* elements = nullptr;  ///< [weight vectors x banks, padded]
};

}  // namespace scnnsim
