// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/common/cycle_owner.h"
#include "traces/support/enum_names.h"

namespace scnnsim {

class ScatterNetwork;

/// Unit of the machine that reports what it does. The first ones belong to a PE, the others to the array.
/// Links are those that leave the PE.
enum class ActiveUnit : std::uint8_t {
  pe,
  ppu,
  link_east,
  link_west,
  link_south,
  link_north,
  weight_broadcast,
  barrier,
  dram
};
inline constexpr std::size_t units_of_pe = 6, active_unit_count = 9;
template <>
struct EnumNames<ActiveUnit> {
  static constexpr std::array<std::string_view, active_unit_count> names{"PE",
                                                                         "PPU",
                                                                         "halo link east",
                                                                         "halo link west",
                                                                         "halo link south",
                                                                         "halo link north",
                                                                         "weight broadcast",
                                                                         "barrier",
                                                                         "DRAM"};
};

/// What a unit does, or waits for. The first ones are the owners of PE-cycles, in their order.
enum class Activity : std::uint8_t {
  idle,
  barrier,
  postprocess,
  input,
  weights,
  crossbar,
  issue,
  halo_exchange,        ///< PPU
  post_processing,      ///< PPU
  transfer,             ///< halo link
  broadcast,            ///< weight broadcast: delivers entries
  waits_for_dram,       ///< weight broadcast: the next entry's bytes are not there
  waits_for_room,       ///< weight broadcast: a PE's weight FIFO is full
  broadcast_then_dram,  ///< weight broadcast: delivers fewer entries than its rate, then waits for DRAM
  broadcast_then_room,  ///< weight broadcast: delivers fewer entries than its rate, then waits for room
  step,                 ///< barrier: from the release of a step to the release of the next one
  dram_read,            ///< DRAM: transfers data to the chip
  dram_write            ///< DRAM: transfers data from the chip
};
template <>
struct EnumNames<Activity> {
  static constexpr std::array<std::string_view, 18> names{"idle",
                                                          "barrier",
                                                          "postprocess",
                                                          "input",
                                                          "weights",
                                                          "crossbar",
                                                          "issue",
                                                          "halo exchange",
                                                          "post-process",
                                                          "transfer",
                                                          "broadcast",
                                                          "waits for DRAM",
                                                          "waits for FIFO room",
                                                          "broadcast, then waits for DRAM",
                                                          "broadcast, then waits for FIFO room",
                                                          "step",
                                                          "read",
                                                          "write"};
};
constexpr Activity activity_of(CycleOwner owner) {
  return static_cast<Activity>(owner);
}
static_assert(activity_of(CycleOwner::issue) == Activity::issue);

/// Quantity that changes over the cycles. The first ones are a PE's.
enum class ActiveLevel : std::uint8_t {
  fifo_entries,      ///< weight vectors in the weight FIFO
  queued_products,   ///< products in the queues of the scatter network, after the last issue of a channel
  accumulator_copy,  ///< the copy that the banks accumulate into: 0 or 1
  waiting_pes,       ///< PEs that have ended the step under way
  dram_bytes         ///< bytes requested from DRAM and not ready
};
inline constexpr std::size_t levels_of_pe = 3, active_level_count = 5;
template <>
struct EnumNames<ActiveLevel> {
  static constexpr std::array<std::string_view, active_level_count> names{
      "weight FIFO entries", "queued products", "accumulator copy", "PEs at the barrier",
      "DRAM bytes in flight"};
};

/// Interval of cycles in which a unit does one thing. Steps count over the layer, channels are input channels
/// of the group.
struct ActiveInterval {
  Cycle begin = 0, end = 0;  ///< the cycles begin ... end - 1
  Activity activity = Activity::idle;
  std::uint32_t step = 0;
  std::uint32_t channel = no_channel;  ///< or no_channel

  static constexpr std::uint32_t no_channel = ~std::uint32_t{0};
};

/// Observer of the machine's units. The intervals of a unit come in order and do not overlap; those of a PE
/// leave no cycle out. Units run ahead of each other, so what different units report comes in any order. A
/// run without an observer tests a pointer per interval.
class ActivityObserver {
 public:
  virtual ~ActivityObserver() = default;

  /// Whether the units and levels of PE `pe` are wanted.
  virtual bool observes(std::uint32_t pe) const = 0;
  /// The network of an observed PE. Its state is that of the end of the interval's cycles whenever the
  /// product engine reports an interval of the PE. The batched engine does not use it.
  virtual void watch(std::uint32_t pe, const ScatterNetwork& network) = 0;

  /// `pe` is 0 for units of the array.
  virtual void did(ActiveUnit unit, std::uint32_t pe, const ActiveInterval& interval) = 0;
  /// The level is `value` from `cycle` on. The cycles of a level do not decrease.
  virtual void became(ActiveLevel level, std::uint32_t pe, Cycle cycle, std::uint64_t value) = 0;
  /// A weight vector came to the FIFOs of these PEs.
  virtual void delivered(Cycle cycle, const std::vector<std::uint16_t>& pes) = 0;
  /// `count` entries of a PE's FIFO were read for the last time, entry n in cycle `before + after[n]`.
  virtual void freed(std::uint32_t pe, Cycle before, const std::uint32_t* after, std::size_t count) = 0;
  /// A request of `bytes` was posted to DRAM and is done in cycle `ready`. Requests come in order.
  virtual void requested(Cycle posted, Cycle ready, std::uint64_t bytes) = 0;
};

}  // namespace scnnsim
