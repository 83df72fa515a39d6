// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "models/common/machine_config.h"
#include "models/pe/batched/bank_rotations.h"
#include "models/pe/batched/decoded_patterns.h"
#include "models/pe/batched/issue_block.h"
#include "models/pe/batched/issue_positions.h"

namespace scnnsim {

/// Blocks of issues, with the operands that determine which banks their products hit.
struct VectorBlocks {
  IssueBlocks issues;
  const DecodedPatterns& weights;
  const BankRotations& rotations;  ///< for bank patterns
  IssuePositions& positions;       ///< for form `positions`; its operands are set

  template <class Element>
  PatternBlocks<Element> with(const BankPatterns<Element>& patterns) const {
    return {issues,          patterns.elements(), patterns.stride(), rotations.rotations(), rotations.lanes(),
            patterns.first()};
  }
};

/// Timing of a scatter network (models/pe/scatter/), for many issues at once. Takes the same
/// cycles as ScatterNetwork::step() and load() for each issue.
class BatchedNetwork {
 public:
  virtual ~BatchedNetwork() = default;

  /// Steps 2 (accumulate) and 3 (scatter) of one cycle.
  virtual void step() = 0;
  /// Issues all vector pairs of the blocks as early as the output register allows, the first at least one
  /// cycle after the last step.
  virtual IssueOutcome run(const VectorBlocks& blocks) = 0;
  /// Steps until queues and register are empty. Returns the cycles taken.
  virtual std::uint64_t drain() = 0;
  virtual bool register_empty() const = 0;
  virtual bool empty() const = 0;
  /// Products in all queues.
  virtual std::uint64_t queued() const = 0;

  /// Cycles so far that left products in the output register.
  std::uint64_t conflict_cycles() const { return conflict_cycles_; }

 protected:
  std::uint64_t conflict_cycles_ = 0;
};

/// Makes the network of the policy that `config` names, any but `serialized`. `extra_depth` is added to the
/// depth of the queues: an injected fault.
std::unique_ptr<BatchedNetwork> make_batched_network(const MachineConfig& config, PatternForm form,
                                                     std::uint32_t extra_depth);

}  // namespace scnnsim
