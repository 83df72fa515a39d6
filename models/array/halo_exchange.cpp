// SPDX-License-Identifier: Apache-2.0
#include "models/array/halo_exchange.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

namespace scnnsim {

namespace {

HaloPacket part_of(const HaloPacket& packet, const Rectangle& part, std::uint32_t channels) {
  HaloPacket piece(part, channels, packet.sums.is_narrow());
  add_part(packet.sums, packet.outputs, piece.sums, part, part, channels);
  return piece;
}

/// A packet that lies in the area as a whole may be taken.
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

HaloMessage cut(const HaloMessage& packets, const Rectangle& area, std::uint32_t channels) {
  return parts_in(packets, area, channels);
}

HaloMessage cut(HaloMessage&& packets, const Rectangle& area, std::uint32_t channels) {
  return parts_in(packets, area, channels);
}

HaloLink::HaloLink(const sc_core::sc_module_name& name, const LayerProgram& program,
                   const std::vector<HaloPlan>& plans, std::uint32_t sender, std::uint32_t receiver,
                   Direction direction, std::uint32_t words_per_cycle)
    : sc_module(name),
      program_(program),
      plans_(plans),
      sender_(sender),
      receiver_(receiver),
      direction_(direction),
      words_per_cycle_(words_per_cycle) {}

/// Begins the next step with traffic, once both ends are ready; returns whether one is under way.
bool HaloLink::begin_exchange() {
  if (exchanges_) return true;
  if (sender_ready_.empty() || receiver_ready_.empty()) return false;
  while (!plan().has_traffic(sender_, direction_)) ++step_;
  free_ = std::max(sender_ready_.pop().cycle, receiver_ready_.pop().cycle);
  round_ = 0;
  return exchanges_ = true;
}

/// The rounds of a step, as far as their words are there; returns whether all are done.
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

/// Over the link, and to where it goes from there.
void HaloLink::transfer(Timed<HaloMessage> message, std::uint64_t words) {
  free_ = std::max(free_, message.cycle) + ceil_divide<std::uint64_t>(words, words_per_cycle_);
  stats_.words += words;
  pass_on(message.item);
  Rectangle here = plan().beyond(sender_, direction_);
  axis(here, direction_) = axis(plan().owned(receiver_), direction_);
  delivered.push(free_, cut(std::move(message.item), here, step().filters));
}

/// Hands the next link what goes further.
void HaloLink::pass_on(const HaloMessage& message) {
  if (!next_) return;
  const std::vector<std::uint64_t>& next_rounds = plan().rounds(receiver_, direction_);
  if (round_ + 1 < next_rounds.size() && next_rounds[round_ + 1] > 0)
    next_->told(next_->forwarded_, free_, cut(message, plan().beyond(receiver_, direction_), step().filters));
}

void HaloLink::end_exchange() {
  finished_sending.push(free_, {});
  exchanges_ = false;
  ++step_;
}

HaloExchange::HaloExchange(const sc_core::sc_module_name& name, const LayerProgram& program,
                           const PeGrid& grid, std::uint32_t words_per_cycle)
    : sc_module(name), grid_(grid), links_(grid.size()) {
  constexpr std::array<const char*, 4> names{"east", "west", "south", "north"};
  plans_.reserve(program.temporal_tiles);
  for (std::uint32_t tile = 0; tile < program.temporal_tiles; ++tile)
    plans_.emplace_back(grid_, program.geometry, program.passes[tile]);
  for (std::uint32_t pe = 0; pe < grid_.size(); ++pe)
    for (const Direction direction : directions) {
      const std::int64_t to = grid_.neighbour(pe, direction);
      if (to < 0) continue;
      const auto index = static_cast<std::size_t>(direction);
      const std::string link =
          fmt::format("link_{}_{}_{}", names[index], pe / grid_.columns, pe % grid_.columns);
      links_[pe][index] = std::make_unique<HaloLink>(
          link.c_str(), program, plans_, pe, static_cast<std::uint32_t>(to), direction, words_per_cycle);
    }
  for (std::uint32_t pe = 0; pe < grid_.size(); ++pe)
    for (const Direction direction : directions)
      if (HaloLink* before = link_into(pe, direction)) before->set_next(link(pe, direction));
}

HaloLink* HaloExchange::link_into(std::uint32_t pe, Direction direction) {
  const std::int64_t sender = sender_into(pe, direction);
  return sender < 0 ? nullptr : link(static_cast<std::uint32_t>(sender), direction);
}

}  // namespace scnnsim
