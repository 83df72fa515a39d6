// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace scnnsim {

/// A fault that a test injects to prove that verification, or the report of a deadlock, sees it: the event
/// number `occurrence` (from 0, over the layer) of its kind on PE `pe` goes wrong.
struct Fault {
  enum class Kind {
    none,
    drop_product,    ///< a product does not reach the accumulators
    wrong_address,   ///< a product is added to the entry after its own
    drop_halo_word,  ///< a partial sum that leaves the PE arrives as zero
    wrong_index,     ///< an activation word's zero count is one too large
    drop_credit,     ///< a FIFO entry that was read is not given back: the machine must come to a stop
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
