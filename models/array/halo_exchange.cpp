// SPDX-License-Identifier: Apache-2.0
#include "models/array/halo_exchange.h"

#include <fmt/format.h>

namespace scnnsim {

HaloExchange::HaloExchange(const sc_core::sc_module_name& name, const LayerProgram& program,
                           const PeGrid& grid, std::uint32_t words_per_cycle, ActivityObserver* observer)
    : sc_module(name), grid_(grid), links_(grid.size()) {
  constexpr std::array<const char*, direction_count> names{"east", "west", "south", "north"};
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
          std::make_unique<HaloLink>(link.c_str(), program, plans_, pe, static_cast<std::uint32_t>(to),
                                     direction, words_per_cycle, observer);
    }
  for (std::uint32_t pe = 0; pe < grid_.size(); ++pe)
    for (std::size_t n = 0; n < direction_count; ++n)
      if (HaloLink* before = ports(pe).in[n]) before->set_next(links_[pe][n].get());
}

HaloPorts HaloExchange::ports(std::uint32_t pe) const {
  HaloPorts ports;
  ports.plans = &plans_;
  for (const Direction direction : directions) {
    const auto index = static_cast<std::size_t>(direction);
    ports.out[index] = links_[pe][index].get();
    const std::int64_t sender = grid_.neighbour(pe, direction, -1);
    if (sender < 0) continue;
    ports.sender[index] = static_cast<std::uint32_t>(sender);
    ports.in[index] = links_[ports.sender[index]][index].get();
  }
  return ports;
}

}  // namespace scnnsim
