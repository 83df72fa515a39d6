// SPDX-License-Identifier: Apache-2.0
#include "models/array/halo_exchange.h"

#include <fmt/format.h>
#include <algorithm>

namespace scnnsim {
HaloMessage cut(const HaloMessage& packets, const Rectangle& area, std::uint32_t channels) {
  HaloMessage pieces;
  for (const HaloPacket& packet : packets) {
    const Rectangle part = intersect(packet.outputs, area);
    if (part.empty()) continue;
    pieces.emplace_back(part, channels);
    add_part(packet.sums.data(), packet.outputs, pieces.back().sums.data(), part, part, channels);
  }
  return pieces;
}

HaloLink::HaloLink(const sc_core::sc_module_name& name, SimulationContext& context,
                   const LayerProgram& program, const std::vector<HaloPlan>& plans, std::uint32_t sender,
                   std::uint32_t receiver, Direction direction, std::uint32_t words_per_cycle)
    : TimedProcess(name, context),
      program_(program),
      plans_(plans),
      sender_(sender),
      receiver_(receiver),
      direction_(direction),
      words_per_cycle_(words_per_cycle) {}

void HaloLink::run() {
  for (const Step& step : program_.steps) {
    const HaloPlan& plan = plans_[step.pass % plans_.size()];
    if (plan.has_traffic(sender_, direction_)) exchange(step, plan);
  }
}

void HaloLink::exchange(const Step& step, const HaloPlan& plan) {
  const Cycle ready = std::max(receive(sender_ready, "the swap at the link's sender").cycle,
                               receive(receiver_ready, "the swap at the link's receiver").cycle);
  const std::vector<std::uint64_t>& rounds = plan.rounds(sender_, direction_);
  Cycle free = ready;
  for (std::size_t round = 0; round < rounds.size(); ++round) {
    if (rounds[round] == 0) continue;
    const Timed<HaloMessage> message = round == 0 ? receive(own_words, "the sender's halo words")
                                                  : receive(forwarded_, "halo words to pass on");
    const std::uint64_t words = rounds[round] * step.filters;
    free = std::max(free, message.cycle) + ceil_divide<std::uint64_t>(words, words_per_cycle_);
    stats_.words += words;
    advance_to(free);
    arrive(free, message.item, step, plan, round);
  }
  finished_sending.push(free, {});
}

void HaloLink::arrive(Cycle cycle, const HaloMessage& message, const Step& step, const HaloPlan& plan,
                      std::size_t round) {
  Rectangle here = plan.beyond(sender_, direction_);
  axis(here, direction_) = axis(plan.owned(receiver_), direction_);
  delivered.push(cycle, cut(message, here, step.filters));
  if (!next_) return;
  const std::vector<std::uint64_t>& next_rounds = plan.rounds(receiver_, direction_);
  if (round + 1 < next_rounds.size() && next_rounds[round + 1] > 0)
    next_->forwarded_.push(cycle, cut(message, plan.beyond(receiver_, direction_), step.filters));
}

HaloExchange::HaloExchange(const sc_core::sc_module_name& name, SimulationContext& context,
                           const LayerProgram& program, const PeGrid& grid, std::uint32_t words_per_cycle)
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
      links_[pe][index] =
          std::make_unique<HaloLink>(link.c_str(), context, program, plans_, pe,
                                     static_cast<std::uint32_t>(to), direction, words_per_cycle);
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
