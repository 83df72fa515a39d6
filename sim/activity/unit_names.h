// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "models/common/activity_observer.h"
#include "models/common/machine_config.h"

namespace scnnsim {

/// "pe_3_4": the name of a PE in results, by row and column.
std::string name_of_pe(const MachineConfig& config, std::uint32_t pe);
/// The PE with such a name. Throws UserError, prefixed by `where`, if the array has none.
std::uint32_t find_pe(const MachineConfig& config, const std::string& name, const std::string& where);

/// Whether a PE has the unit: no halo link leads out of the array.
bool has_link(const MachineConfig& config, std::uint32_t pe, ActiveUnit unit);

/// Name of a level in two parts, since viewers join a counter's name and that of its value: "weight FIFO" and
/// "entries".
struct LevelName {
  std::string_view counter, value;
};
LevelName parts_of_name(ActiveLevel level);

}  // namespace scnnsim
