// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace scnnsim {

/// A fault that a test injects, to prove that verification, the checks of every run or the report of a
/// deadlock sees it: event number `occurrence` (from 0, over the layer) of its kind on PE `pe` goes wrong.
struct Fault {
  enum class Kind {
    none,
    // In both engines. Products are counted in the order of the engine.
    drop_product,    ///< a product does not reach the accumulators
    wrong_address,   ///< a product is added to the entry after its own
    drop_halo_word,  ///< a partial sum that leaves the PE arrives as zero
    wrong_index,     ///< an activation word's zero count is one too large
    drop_credit,     ///< a FIFO entry that was read is not given back: the machine must come to a stop
    // In the batched engine alone (models/pe/batched/).
    lose_block,      ///< the network does not get a block of issues
    repeat_block,    ///< the network gets a block twice
    swap_blocks,     ///< the network gets a block and the next one in the wrong order
    rotate_pattern,  ///< the bank pattern of a batch's first weight vector is rotated by one bank
    deepen_queue,    ///< every queue of the scatter network has one place more
    miscount_pass,   ///< one product too many is counted in a pass
    stale_patterns,  ///< a step reads the bank patterns of the step before
  };
  Kind kind = Kind::none;
  std::uint32_t pe = 0;
  std::uint64_t occurrence = 0;
};

/// One block's view of the fault: counts the events it might hit.
class FaultTrigger {
 public:
  FaultTrigger(const Fault& fault, Fault::Kind kind, std::uint32_t pe)
      : armed_(fault.kind == kind && fault.pe == pe), countdown_(fault.occurrence) {}

  bool armed() const { return armed_; }
  /// Counts one event; true for the one that goes wrong.
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
