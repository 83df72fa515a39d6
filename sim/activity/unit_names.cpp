// SPDX-License-Identifier: Apache-2.0
#include "sim/activity/unit_names.h"

#include <fmt/format.h>

#include "traces/support/error.h"

namespace scnnsim {

std::string name_of_pe(const MachineConfig& config, std::uint32_t pe) {
  return fmt::format("pe_{}_{}", pe / config.pe_array.columns, pe % config.pe_array.columns);
}

std::uint32_t find_pe(const MachineConfig& config, const std::string& name, const std::string& where) {
  for (std::uint32_t pe = 0; pe < config.pe_count(); ++pe)
    if (name_of_pe(config, pe) == name) return pe;
  throw UserError(fmt::format(
      "{}: got {}, expected PEs of the {} x {} array by row and column, pe_0_0 ... {}", where, name,
      config.pe_array.rows, config.pe_array.columns, name_of_pe(config, config.pe_count() - 1)));
}

bool has_link(const MachineConfig& config, std::uint32_t pe, ActiveUnit unit) {
  const std::uint32_t row = pe / config.pe_array.columns, column = pe % config.pe_array.columns;
  switch (unit) {
    case ActiveUnit::link_east:
      return column + 1 < config.pe_array.columns;
    case ActiveUnit::link_west:
      return column > 0;
    case ActiveUnit::link_south:
      return row + 1 < config.pe_array.rows;
    case ActiveUnit::link_north:
      return row > 0;
    default:
      return true;
  }
}

LevelName parts_of_name(ActiveLevel level) {
  const std::string_view name = to_string(level);
  const std::size_t space = level == ActiveLevel::fifo_entries ? name.rfind(' ') : name.find(' ');
  return {name.substr(0, space), name.substr(space + 1)};
}

}  // namespace scnnsim
