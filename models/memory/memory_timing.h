// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "models/common/statistics.h"

namespace scnnsim {

/// Data that crosses the memory's pins at the request of one block.
struct MemoryAccess {
  std::uint64_t arrival = 0;  ///< femtoseconds; not before that of the access before
  std::uint64_t address = 0;
  std::uint64_t bytes = 0;  ///< at least 1
  bool is_write = false;
};

/// When data crossed the pins, in femtoseconds.
struct MemoryTransfer {
  std::uint64_t begin = 0, end = 0;
};

/// Timing of a memory whose completions follow from its state and the arrivals alone, so that each is known
/// as soon as its access arrives. Needs no kernel: the dense machines use it directly, PeArray through Dram.
class MemoryTiming {
 public:
  MemoryTiming() = default;
  MemoryTiming(const MemoryTiming&) = delete;
  MemoryTiming& operator=(const MemoryTiming&) = delete;
  virtual ~MemoryTiming() = default;

  /// Serves an access. Returns the time in femtoseconds at which it is done.
  virtual std::uint64_t serve(const MemoryAccess& access) = 0;

  /// Bytes that fit. Larger layers are refused.
  virtual std::uint64_t capacity() const = 0;

  /// Whether accesses of one stream that arrive together take the time of a single one of all their bytes.
  virtual bool merges_bursts() const = 0;

  /// The last access's transfer, for timelines; none where several buses transfer at once.
  virtual std::optional<MemoryTransfer> last_transfer() const { return std::nullopt; }

  /// Counters of what only this kind of memory has; null: none.
  virtual const StatisticsGroup* statistics() const { return nullptr; }
};

}  // namespace scnnsim
