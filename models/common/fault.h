// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace scnnsim {

/// Fault that a test injects, to prove that it is noticed: by verification, by the checks of every run, by a
/// comparison of the engines, or by the deadlock report. Event number `occurrence` (from 0, over the layer)
/// of the fault's kind goes wrong on PE `pe`.
struct Fault {
  enum class Kind {
    none,
    // Faults of both engines. Each engine counts products in its own order.
    drop_product,    ///< a product does not reach the accumulators
    wrong_address,   ///< a product is added to the entry after its own
    drop_halo_word,  ///< a partial sum that leaves the PE arrives as zero
    wrong_index,     ///< an activation word's zero count is one too large
    drop_credit,     ///< a freed FIFO slot is not returned to the broadcast: the machine must deadlock
    // Faults of the batched engine only (models/pe/batched/).
    lose_block,      ///< a block of issues does not reach the network
    repeat_block,    ///< a block of issues reaches the network twice
    swap_blocks,     ///< two neighbouring blocks reach the network in the wrong order
    rotate_pattern,  ///< the bank pattern of a batch's first weight vector is rotated by one bank
    deepen_queue,    ///< every queue of the scatter network is one product deeper
    miscount_pass,   ///< one product too many is counted in a pass
    stale_patterns,  ///< a step reads the bank patterns of the step before
    lose_cycle,      ///< a batch takes one cycle less than the network says
    end_early,       ///< a step ends one cycle before its last cycle
  };
  Kind kind = Kind::none;
  std::uint32_t pe = 0;
  std::uint64_t occurrence = 0;
};

/// Trigger of the fault in one block: counts the block's events of the fault's kind.
class FaultTrigger {
 public:
  FaultTrigger(const Fault& fault, Fault::Kind kind, std::uint32_t pe)
      : armed_(fault.kind == kind && fault.pe == pe), countdown_(fault.occurrence) {}

  bool armed() const { return armed_; }
  /// Counts one event. Returns whether this event goes wrong.
  bool hits() {
    if (!armed_) return false;
    if (countdown_-- > 0) return false;
    armed_ = false;
    return true;
  }

 private:
  bool armed_;
  std::uint64_t countdown_;
};

}  // namespace scnnsim
