// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <vector>

#include "models/pe/batched/issue_block.h"

namespace scnnsim {

/// Random vectors of up to `F` weights and up to `I` activations, with lanes between them empty.
struct LaneCase {
  struct Word {
    std::size_t lane, bank;
  };
  std::size_t F, I, banks;
  std::vector<std::vector<Word>> weights, activations;

  LaneCase(std::mt19937& random, std::size_t f, std::size_t i, std::size_t of_banks);
  /// Of activation vector `a` and weight vector `w`; an activation's bank is the negative of its turn.
  std::vector<Word> products(std::size_t a, std::size_t w) const;
};

/// Lane queues and their arbitration, product by product, which the batched engine's kernels are held to.
struct PlainLaneQueues {
  PlainLaneQueues(std::size_t of_lanes, std::size_t banks, std::size_t of_depth)
      : depth(of_depth), lanes(of_lanes), pointer(banks, 0) {}

  std::size_t depth;
  std::vector<std::deque<std::size_t>> lanes;  ///< banks
  std::vector<std::size_t> pointer;            ///< per bank
  std::map<std::size_t, std::size_t> waiting;  ///< bank by lane

  void step();
  /// Issues all of `runs`, and returns their cycles. `ready`: the first one at once.
  std::uint64_t run(const LaneCase& example, const std::vector<IssueBlock>& runs, bool ready,
                    std::uint64_t& conflicts, std::vector<std::uint32_t>& issue_cycle);
};

}  // namespace scnnsim
