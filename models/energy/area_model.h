// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "models/common/machine_config.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// Component of a PE's area. dense_pe is a whole PE of the dense machines.
enum class AreaComponent {
  activation_rams,
  weight_fifo,
  multiplier_array,
  scatter_network,
  accumulator_banks,
  other,
  dense_pe
};
inline constexpr std::size_t area_component_count = 7;
template <>
struct EnumNames<AreaComponent> {
  static constexpr std::array<std::string_view, area_component_count> names{
      "activation_rams",   "weight_fifo", "multiplier_array", "scatter_network",
      "accumulator_banks", "other",       "dense_pe"};
};

/// Area table (configs/area): area in mm2 of each component of one PE, at a given size.
struct AreaTable {
  struct Row {
    double mm2 = 0, size = 1;
  };
  std::array<Row, area_component_count> rows;

  /// Throws UserError naming file, line and key for an unknown, repeated or missing component, or a value out
  /// of range.
  static AreaTable read(const YamlNode& document);
  /// Areas of SCNN table 4, compiled in.
  static const AreaTable& published();
};

/// Area of one PE in mm2 at 16 nm, scaled from SCNN table 4. Assumption: memories scale with their bits, the
/// multiplier array with multipliers x (bits / 16)^2, the scatter network with lanes x banks x bits. The
/// paper's "other" does not scale.
class AreaModel {
 public:
  explicit AreaModel(const MachineConfig& config, const AreaTable& table = AreaTable::published());

  double mm2(AreaComponent component) const { return mm2_[static_cast<std::size_t>(component)]; }
  /// Area of one PE of the SCNN machine.
  double pe_mm2() const;
  /// Area of one PE of the dense machines.
  double dense_pe_mm2() const { return mm2(AreaComponent::dense_pe); }

 private:
  std::array<double, area_component_count> mm2_;
};

}  // namespace scnnsim
