// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <systemc>
#include <utility>
#include <vector>

#include "models/common/activity_observer.h"
#include "models/common/partial_sums.h"
#include "models/common/statistics.h"
#include "models/common/timed_channel.h"
#include "models/pe/halo_plan.h"

namespace scnnsim {

/// Partial sums of a rectangle of outputs, for all channels of the OCG, as [k][row][column].
struct HaloPacket {
  Rectangle outputs;
  PartialSums sums;

  /// Makes a packet of zeros.
  HaloPacket(const Rectangle& area, std::uint32_t channels, bool narrow) : outputs(area) {
    sums.assign(static_cast<std::size_t>(area.area()) * channels, narrow);
  }
};
using HaloMessage = std::vector<HaloPacket>;

/// Adds the sums of rectangle `part` from `from` to `to`. `from` is dense over (k, row, column) of
/// `from_area`, `to` over `to_area`.
void add_part(const PartialSums& from, const Rectangle& from_area, PartialSums& to, const Rectangle& to_area,
              const Rectangle& part, std::uint32_t channels);

/// The parts of `packets` that lie in `area`, for `channels` output channels.
HaloMessage cut(const HaloMessage& packets, const Rectangle& area, std::uint32_t channels);
/// The same, consuming `packets`.
HaloMessage cut(HaloMessage&& packets, const Rectangle& area, std::uint32_t channels);

/// One directed link between neighbouring PPUs (SCNN sec. 3.2: output halos). Throughput
/// `ppu.halo_words_per_cycle` words per cycle. Words that travel further are handed to the next link in the
/// same direction. Timing: models/README.md section 6. Assumption: rate and order of the rounds.
///
/// Has no process: its work runs in the call that supplies its last missing input.
class HaloLink : public sc_core::sc_module, public StatisticsOwner {
 public:
  HaloLink(const sc_core::sc_module_name& name, const LayerProgram& program,
           const std::vector<HaloPlan>& plans, std::uint32_t sender, std::uint32_t receiver,
           Direction direction, std::uint32_t words_per_cycle, ActivityObserver* observer = nullptr);

  void set_next(HaloLink* next) { next_ = next; }

  /// Each end reports the cycle after its swap, once per step with traffic.
  void sender_is_ready(Cycle cycle) { on_input(sender_ready_, cycle, {}); }
  void receiver_is_ready(Cycle cycle) { on_input(receiver_ready_, cycle, {}); }
  /// Sends the sender's own words, at most once per step.
  void send(Cycle cycle, HaloMessage own_words) { on_input(own_words_, cycle, std::move(own_words)); }

  /// Words that stop at the receiver, with the cycle of their arrival, once per round.
  TimedChannel<HaloMessage> delivered;
  /// Cycle from which the link is free after the sender's transfers, once per step with traffic.
  TimedChannel<Signal> finished_sending;

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter words{*this, "words", "words", "partial sums moved over the link"};
  };

 private:
  template <class Item>
  void on_input(TimedQueue<Item>& queue, Cycle cycle, Item item) {
    queue.push(cycle, std::move(item));
    while (begin_exchange() && exchange()) end_exchange();
  }
  bool begin_exchange();
  bool exchange();
  void end_exchange();
  void transfer(Timed<HaloMessage> message, std::uint64_t words);
  void pass_on(const HaloMessage& message);

  const Step& step() const { return program_.steps[step_]; }
  const HaloPlan& plan() const { return plans_[step().pass % plans_.size()]; }

  const LayerProgram& program_;
  const std::vector<HaloPlan>& plans_;
  const std::uint32_t sender_, receiver_;
  const Direction direction_;
  const std::uint32_t words_per_cycle_;
  ActivityObserver* const observer_;  ///< null: nobody observes the sender
  HaloLink* next_ = nullptr;

  TimedQueue<Signal> sender_ready_, receiver_ready_;
  TimedQueue<HaloMessage> own_words_;
  TimedQueue<HaloMessage> forwarded_;  ///< handed over by the link before
  std::size_t step_ = 0;               ///< step of the exchange under way, or of the next one
  bool exchanges_ = false;             ///< an exchange is under way
  std::size_t round_ = 0;              ///< round of the exchange under way
  Cycle free_ = 0;                     ///< cycle from which the link is free
  Stats stats_;
};

/// Link ends at one PE.
struct HaloPorts {
  const std::vector<HaloPlan>* plans = nullptr;         ///< per temporal tile
  std::array<HaloLink*, direction_count> out{}, in{};   ///< by direction of travel; null at the grid's edge
  std::array<std::uint32_t, direction_count> sender{};  ///< PE that sends on each link of `in`

  /// Plan of a pass. All groups have the same temporal tiles, so they share the plans.
  const HaloPlan& plan(std::uint32_t pass) const { return (*plans)[pass % plans->size()]; }
};

}  // namespace scnnsim
