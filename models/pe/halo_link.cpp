// SPDX-License-Identifier: Apache-2.0
#include "models/pe/halo_link.h"

#include <algorithm>
#include <utility>

namespace scnnsim {
namespace {

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

constexpr ActiveUnit unit_of(Direction direction) {
  return static_cast<ActiveUnit>(static_cast<std::size_t>(ActiveUnit::link_east) +
                                 static_cast<std::size_t>(direction));
}

HaloPacket part_of(const HaloPacket& packet, const Rectangle& part, std::uint32_t channels) {
  HaloPacket piece(part, channels, packet.sums.is_narrow());
  add_part(packet.sums, packet.outputs, piece.sums, part, part, channels);
  return piece;
}

/// Moves the packet instead of copying it if `part` is the whole packet.
HaloPacket part_of(HaloPacket& packet, const Rectangle& part, std::uint32_t channels) {
  if (part.area() == packet.outputs.area()) return std::move(packet);
  return part_of(std::as_const(packet), part, channels);
}

template <class Message>
HaloMessage parts_in(Message& packets, const Rectangle& area, std::uint32_t channels) {
  HaloMessage pieces;
  for (auto& packet : packets)
    if (const Rectangle part = intersect(packet.outputs, area); !part.empty())
      pieces.push_back(part_of(packet, part, channels));
  return pieces;
}

}  // namespace

void add_part(const PartialSums& from, const Rectangle& from_area, PartialSums& to, const Rectangle& to_area,
              const Rectangle& part, std::uint32_t channels) {
  use_both(from, to, [&](const auto& words, auto& sums) {
    add_part(words.data(), from_area, sums.data(), to_area, part, channels);
  });
}

HaloMessage cut(const HaloMessage& packets, const Rectangle& area, std::uint32_t channels) {
  return parts_in(packets, area, channels);
}

HaloMessage cut(HaloMessage&& packets, const Rectangle& area, std::uint32_t channels) {
  return parts_in(packets, area, channels);
}

HaloLink::HaloLink(const sc_core::sc_module_name& name, const LayerProgram& program,
                   const std::vector<HaloPlan>& plans, std::uint32_t sender, std::uint32_t receiver,
                   Direction direction, std::uint32_t words_per_cycle, ActivityObserver* observer)
    : sc_module(name),
      program_(program),
      plans_(plans),
      sender_(sender),
      receiver_(receiver),
      direction_(direction),
      words_per_cycle_(words_per_cycle),
      observer_(observer != nullptr && observer->observes(sender) ? observer : nullptr) {}

/// Begins the exchange of the next step with traffic once both ends are ready. Returns whether an exchange is
/// under way.
bool HaloLink::begin_exchange() {
  if (exchanges_) return true;
  if (sender_ready_.empty() || receiver_ready_.empty()) return false;
  while (!plan().has_traffic(sender_, direction_)) ++step_;
  free_ = std::max(sender_ready_.pop().cycle, receiver_ready_.pop().cycle);
  round_ = 0;
  return exchanges_ = true;
}

/// Runs the rounds of a step whose words are available. Returns whether all rounds are done.
bool HaloLink::exchange() {
  const std::vector<std::uint64_t>& rounds = plan().rounds(sender_, direction_);
  for (; round_ < rounds.size(); ++round_) {
    if (rounds[round_] == 0) continue;
    TimedQueue<HaloMessage>& source = round_ == 0 ? own_words_ : forwarded_;
    if (source.empty()) return false;
    transfer(source.pop(), rounds[round_] * step().filters);
  }
  return true;
}

/// Moves the words of one round over the link, then to the receiver and to the next link.
void HaloLink::transfer(Timed<HaloMessage> message, std::uint64_t words) {
  const Cycle start = std::max(free_, message.cycle);
  free_ = start + ceil_divide<std::uint64_t>(words, words_per_cycle_);
  if (observer_)
    observer_->did(unit_of(direction_), sender_,
                   {start, free_, Activity::transfer, static_cast<std::uint32_t>(step_)});
  stats_.words += words;
  pass_on(message.item);
  Rectangle here = plan().beyond(sender_, direction_);
  axis(here, direction_) = axis(plan().owned(receiver_), direction_);
  delivered.push(free_, cut(std::move(message.item), here, step().filters));
}

/// Hands the words that travel further to the next link.
void HaloLink::pass_on(const HaloMessage& message) {
  if (!next_) return;
  const std::vector<std::uint64_t>& next_rounds = plan().rounds(receiver_, direction_);
  if (round_ + 1 < next_rounds.size() && next_rounds[round_ + 1] > 0)
    next_->on_input(next_->forwarded_, free_,
                    cut(message, plan().beyond(receiver_, direction_), step().filters));
}

void HaloLink::end_exchange() {
  finished_sending.push(free_, {});
  exchanges_ = false;
  ++step_;
}

}  // namespace scnnsim
