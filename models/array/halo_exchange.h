// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <systemc>
#include <utility>
#include <vector>

#include "models/array/halo_plan.h"
#include "models/common/partial_sums.h"
#include "models/common/statistics.h"
#include "models/common/timed_channel.h"

namespace scnnsim {

/// Partial sums of a rectangle of outputs, all channels of the OCG: value [k][row][column].
struct HaloPacket {
  Rectangle outputs;
  PartialSums sums;

  /// All zero.
  HaloPacket(const Rectangle& area, std::uint32_t channels, bool narrow) : outputs(area) {
    sums.assign(static_cast<std::size_t>(area.area()) * channels, narrow);
  }
};
using HaloMessage = std::vector<HaloPacket>;

/// Adds `part` of the words that lie dense over (k, row, column) of `from_area` to those of `to_area`.
template <class Sum>
void add_part(const Sum* from, const Rectangle& from_area, Sum* to, const Rectangle& to_area,
              const Rectangle& part, std::uint32_t channels) {
  const auto first_in = [&](const Rectangle& area) {
    return (part.rows.begin - area.rows.begin) * area.columns.size() + part.columns.begin -
           area.columns.begin;
  };
  const std::int64_t rows = part.rows.size(), columns = part.columns.size();
  const std::int64_t from_row = from_area.columns.size(), to_row = to_area.columns.size();
  from += first_in(from_area);
  to += first_in(to_area);
  for (std::uint32_t k = 0; k < channels; ++k, from += from_area.area(), to += to_area.area()) {
    const Sum* words = from;
    Sum* sums = to;
    for (std::int64_t row = 0; row < rows; ++row, words += from_row, sums += to_row)
      for (std::int64_t n = 0; n < columns; ++n) sums[n] += words[n];
  }
}

inline void add_part(const PartialSums& from, const Rectangle& from_area, PartialSums& to,
                     const Rectangle& to_area, const Rectangle& part, std::uint32_t channels) {
  use_both(from, to, [&](const auto& words, auto& sums) {
    add_part(words.data(), from_area, sums.data(), to_area, part, channels);
  });
}

/// The parts of `packets` that lie in `area`, for `channels` output channels.
HaloMessage cut(const HaloMessage& packets, const Rectangle& area, std::uint32_t channels);
/// The same, out of packets that are no longer needed.
HaloMessage cut(HaloMessage&& packets, const Rectangle& area, std::uint32_t channels);

/// One directed link between neighbouring PPUs (SCNN sec. 3.2: output halos). It moves
/// `ppu.halo_words_per_cycle` words per cycle; words that go further are handed to the next link in the same
/// direction. What moves when: models/README.md section 6.
///
/// It has no process: what it does is a function of what it is told, so it is done as soon as all that it
/// takes has been told, by whoever tells the last.
class HaloLink : public sc_core::sc_module, public StatisticsOwner {
 public:
  HaloLink(const sc_core::sc_module_name& name, const LayerProgram& program,
           const std::vector<HaloPlan>& plans, std::uint32_t sender, std::uint32_t receiver,
           Direction direction, std::uint32_t words_per_cycle);

  void set_next(HaloLink* next) { next_ = next; }

  /// Both ends tell, once per step with traffic, the cycle after their swap.
  void sender_is_ready(Cycle cycle) { told(sender_ready_, cycle, {}); }
  void receiver_is_ready(Cycle cycle) { told(receiver_ready_, cycle, {}); }
  /// The sender's own words, at most once per step.
  void send(Cycle cycle, HaloMessage own_words) { told(own_words_, cycle, std::move(own_words)); }

  /// What has arrived and stops at the receiver, once per round.
  TimedChannel<HaloMessage> delivered;
  /// Tells the sender, once per step with traffic, when its sends have ended.
  TimedChannel<Signal> finished_sending;

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter words{*this, "words", "words", "partial sums moved over the link"};
  };

 private:
  template <class Item>
  void told(TimedQueue<Item>& queue, Cycle cycle, Item item) {
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
  HaloLink* next_ = nullptr;

  TimedQueue<Signal> sender_ready_, receiver_ready_;
  TimedQueue<HaloMessage> own_words_;
  TimedQueue<HaloMessage> forwarded_;  ///< from the link before
  std::size_t step_ = 0;               ///< under way, or the next one
  bool exchanges_ = false;             ///< it is under way,
  std::size_t round_ = 0;              ///< in this round,
  Cycle free_ = 0;                     ///< and the link is free after this cycle
  Stats stats_;
};

/// All links of the PE array.
class HaloExchange : public sc_core::sc_module {
 public:
  HaloExchange(const sc_core::sc_module_name& name, const LayerProgram& program, const PeGrid& grid,
               std::uint32_t words_per_cycle);

  const PeGrid& grid() const { return grid_; }
  /// The plan of a pass: all groups have the same temporal tiles, and plans.
  const HaloPlan& plan(std::uint32_t pass) const { return plans_[pass % plans_.size()]; }
  /// The link from `pe`; null at the grid's edge.
  HaloLink* link(std::uint32_t pe, Direction direction) {
    return links_[pe][static_cast<std::size_t>(direction)].get();
  }
  /// The link that leads to `pe` in `direction`, from the neighbour behind; null at the edge.
  HaloLink* link_into(std::uint32_t pe, Direction direction);
  /// Its sender, or -1.
  std::int64_t sender_into(std::uint32_t pe, Direction direction) const {
    return grid_.neighbour(pe, direction, -1);
  }

 private:
  const PeGrid grid_;
  std::vector<HaloPlan> plans_;  ///< per temporal tile
  std::vector<std::array<std::unique_ptr<HaloLink>, 4>> links_;
};

}  // namespace scnnsim
