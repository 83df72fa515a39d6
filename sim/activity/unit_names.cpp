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

std::string_view unit_of(ActiveLevel level) {
  switch (level) {
    case ActiveLevel::fifo_entries:
      return "entries";
    case ActiveLevel::queued_products:
      return "products";
    case ActiveLevel::waiting_pes:
      return "PEs";
    case ActiveLevel::dram_bytes:
      return "bytes";
    case ActiveLevel::accumulator_copy:
      break;
  }
  return "copy";
}

}  // namespace scnnsim
