// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <systemc>
#include <vector>

#include "models/common/cycle_owner.h"

namespace scnnsim {

/// The credits that the weight FIFOs return to the broadcast, by the entry that is to take the place of one
/// that was read: every PE that frees a slot for it says when. Entries are counted over the layer.
class WeightRoom {
 public:
  explicit WeightRoom(std::size_t entries) : entries_(entries) {}

  /// A PE has slots for the entries from `first` on, each from the cycle after `before + after[n]` on.
  void free_slots(std::size_t first, Cycle before, const std::uint32_t* after, std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
      Entry& entry = entries_[first + n];
      entry.latest = std::max(entry.latest, before + after[n]);
      ++entry.slots;
    }
    if (awaited_ - first < count && entries_[awaited_].slots == awaited_slots_) event_.notify();
  }

  /// What the broadcast waits for: `slots` PEs with a slot for `entry`.
  class Slots {
   public:
    Slots(WeightRoom& room, std::size_t entry, std::uint32_t slots)
        : room_(room), entry_(entry), slots_(slots) {}

    bool all_free() const { return room_.entries_[entry_].slots == slots_; }
    /// The cycle in which the last of them became free.
    Cycle latest() const { return room_.entries_[entry_].latest; }
    /// Notified when all are free.
    const sc_core::sc_event& event() {
      room_.awaited_ = entry_;
      room_.awaited_slots_ = slots_;
      return room_.event_;
    }

   private:
    WeightRoom& room_;
    const std::size_t entry_;
    const std::uint32_t slots_;
  };

 private:
  struct Entry {
    Cycle latest = 0;
    std::uint32_t slots = 0;
  };
  std::vector<Entry> entries_;
  std::size_t awaited_ = 0;
  std::uint32_t awaited_slots_ = 0;
  sc_core::sc_event event_;
};

}  // namespace scnnsim
