// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <systemc>
#include <utility>
#include <vector>

#include "models/common/cycle_owner.h"

namespace scnnsim {

/// Credits that the weight FIFOs return to the broadcast, indexed by the entry that will reuse the freed
/// slot. Entries are counted over the layer. Latency: a slot freed in cycle t takes its entry from cycle
/// t + 1 on.
///
/// The number of PEs with a slot for an entry is stored as the difference to the entry before, so a PE
/// changes two differences for a whole range of entries. The broadcast visits the entries in order and adds
/// the differences up. Differences behind the broadcast never change again: it passes an entry only when
/// every counting PE has freed a slot for it.
class FifoCredits {
 public:
  explicit FifoCredits(std::size_t entries) : latest_(entries, 0), more_slots_(entries + 1, 0) {}

  /// Called by a PE: it has slots for the `count` entries from `first` on; slot n was freed in cycle
  /// `before + after[n]`.
  void free_slots(std::size_t first, Cycle before, const std::uint32_t* after, std::size_t count) {
    ++more_slots_[first];
    --more_slots_[first + count];
    Cycle* latest = &latest_[first];
    for (std::size_t n = 0; n < count; ++n)
      if (before + after[n] > latest[n]) latest[n] = before + after[n];  // seldom true
    if (entry_ - first < count && broadcast_ && all_free()) std::exchange(broadcast_, nullptr)->notify();
  }

  /// Called by the broadcast: `entry`, not before the previous one, needs a slot in `slots` PEs.
  void select(std::size_t entry, std::uint32_t slots) {
    while (entry_ < entry) slots_before_ += more_slots_[entry_++];
    needed_ = slots;
  }
  /// Whether every slot that the selected entry needs has been freed.
  bool all_free() const { return slots_before_ + more_slots_[entry_] == needed_; }
  /// Cycle in which the last slot for the selected entry was freed.
  Cycle latest() const { return latest_[entry_]; }
  /// Notifies `event` of the broadcast once, when all slots are free.
  void await(sc_core::sc_event& event) { broadcast_ = &event; }

 private:
  std::vector<Cycle> latest_;             ///< per entry
  std::vector<std::int32_t> more_slots_;  ///< per entry: PEs with a slot, less the number of the entry before
  std::size_t entry_ = 0;                 ///< selected
  std::int64_t slots_before_ = 0, needed_ = 0;
  sc_core::sc_event* broadcast_ = nullptr;  ///< set while the broadcast waits
};

}  // namespace scnnsim
