// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>
#include <utility>
#include <vector>

#include "models/common/cycle_owner.h"

namespace scnnsim {

/// The credits that the weight FIFOs return to the broadcast, by the entry that is to take the place of one
/// that was read: every PE that frees a slot for it says when. Entries are counted over the layer.
///
/// How many PEs have a slot for an entry is kept as differences from the entry before, so that a PE changes
/// two of them for many entries. The broadcast goes from entry to entry and adds them up; what lies behind it
/// does not change any more, since it passes no entry for which a PE has yet to free a slot.
class WeightRoom {
 public:
  explicit WeightRoom(std::size_t entries) : latest_(entries, 0), more_slots_(entries + 1, 0) {}

  /// A PE has slots for the `count` entries from `first` on, each from the cycle after `before + after[n]`
  /// on.
  void free_slots(std::size_t first, Cycle before, const std::uint32_t* after, std::size_t count) {
    ++more_slots_[first];
    --more_slots_[first + count];
    Cycle* latest = &latest_[first];
    for (std::size_t n = 0; n < count; ++n)
      if (before + after[n] > latest[n]) latest[n] = before + after[n];  // seldom
    if (entry_ - first < count && broadcast_ && all_free()) std::exchange(broadcast_, nullptr)->notify();
  }

  /// The broadcast turns to `entry`, not before the one it was at, and needs slots in `slots` PEs.
  void turn_to(std::size_t entry, std::uint32_t slots) {
    while (entry_ < entry) slots_before_ += more_slots_[entry_++];
    needed_ = slots;
  }
  bool all_free() const { return slots_before_ + more_slots_[entry_] == needed_; }
  /// The cycle in which the last of them became free.
  Cycle latest() const { return latest_[entry_]; }
  /// `event`, of the broadcast, will be notified, once, when all are free.
  void await(sc_core::sc_event& event) { broadcast_ = &event; }

 private:
  std::vector<Cycle> latest_;             ///< per entry
  std::vector<std::int32_t> more_slots_;  ///< per entry: PEs with a slot, less those of the entry before
  std::size_t entry_ = 0;
  std::int64_t slots_before_ = 0, needed_ = 0;
  sc_core::sc_event* broadcast_ = nullptr;  ///< it waits
};

}  // namespace scnnsim
