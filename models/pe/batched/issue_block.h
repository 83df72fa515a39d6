// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/pe/issue_waits.h"

namespace scnnsim {

/// Block of issues: each of some activation vectors of one channel meets each of some weight vectors.
struct IssueBlock {
  std::uint32_t first_activation = 0, activation_vectors = 1;  ///< counted over all channels of the tile
  std::uint32_t first_weight = 0, weight_vectors = 0;          ///< counted over the step
  std::uint32_t channel = 0;

  std::uint64_t issues() const { return std::uint64_t{activation_vectors} * weight_vectors; }
};

/// Entries that SIMD may write past the end of IssueBlocks::issue_cycle.
inline constexpr std::size_t issue_cycle_slack = 8;

/// Blocks that are issued one after another, at most one issue per cycle. Only the output register can delay
/// an issue.
struct IssueBlocks {
  const IssueBlock* blocks = nullptr;
  std::size_t count = 0;
  /// The first issue is in the cycle of the last step, which left the register empty.
  bool register_ready = false;
  /// Output, per weight vector of every block: cycles from the last step before the blocks to the vector's
  /// last issue.
  std::uint32_t* issue_cycle = nullptr;
  /// Output, if not null: where issues wait for the register; room for a wait per issue.
  IssueWait* waits = nullptr;

  const IssueBlock* begin() const { return blocks; }
  const IssueBlock* end() const { return blocks + count; }
};

/// Outcome of running blocks on the network.
struct IssueOutcome {
  std::uint64_t cycles = 0;           ///< from the last step before the blocks to the last issue
  std::uint64_t issues = 0;           ///< vector pairs issued
  std::uint64_t conflict_cycles = 0;  ///< cycles that left products in the output register
  std::size_t waits = 0;              ///< waits written, if they are asked for
};

/// Rotations are below `most_rotations`. A lane without a value has `no_rotation`.
inline constexpr std::uint16_t most_rotations = 0x8000, no_rotation = 0xffff;

/// Blocks whose issues are sums of bank patterns (bank_patterns.h, which defines Element): an activation
/// reads the patterns of weight vector w at `patterns + (w - first_pattern) x stride + rotation`.
template <class Element>
struct PatternBlocks {
  IssueBlocks issues;
  const Element* patterns = nullptr;
  std::size_t stride = 0;
  const std::uint16_t* rotations = nullptr;  ///< [activation vectors x lanes], or no_rotation
  std::size_t lanes = 0;                     ///< of an activation vector
  std::size_t first_pattern = 0;             ///< weight vector of `patterns`, counted over the step
};

/// Already formed issues of one activation vector, with an Element per bank.
template <class Element>
struct FormedBlock {
  IssueBlocks issues;                 ///< one block
  const Element* elements = nullptr;  ///< [weight vectors x banks, padded]
};

}  // namespace scnnsim
