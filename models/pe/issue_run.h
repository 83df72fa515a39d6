// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace scnnsim {

/// A run of issues: each of some activation vectors against the same weight vectors, one issue per cycle at
/// most, held up by nothing but the output register.
struct IssueRun {
  std::size_t activation_vectors = 1;
  std::size_t weight_vectors = 0;
  /// The first issue is in the cycle of the last step, which left the register empty.
  bool register_ready = false;
  /// Result, per weight vector: cycles from the last step before the run to its last issue.
  std::uint32_t* issue_cycle = nullptr;
};

/// A run whose issues are made of bank patterns (bank_patterns.h, which says what an Element is): an
/// activation reads those of the w-th weight vector at `patterns + w x stride + turn`.
template <class Element>
struct PatternRun {
  const IssueRun& issues;
  const Element* patterns = nullptr;
  std::size_t stride = 0;
  const std::uint32_t* turn = nullptr;        ///< per activation
  const std::uint8_t* lane = nullptr;         ///< per activation: its lane in the vector
  const std::uint32_t* first_turn = nullptr;  ///< per activation vector, and one past the last
};

/// A run whose issues stand ready, an Element per bank, one activation vector at a time.
template <class Element>
struct FormedRun {
  const IssueRun& issues;
  const Element* elements = nullptr;  ///< [weight vectors x banks, padded]
};

}  // namespace scnnsim
