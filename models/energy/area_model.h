// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "models/common/machine_config.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// What a PE's area is made of; dense_pe is a whole PE of the dense machines.
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

/// mm2 of each component of one PE, for a size (configs/area).
struct AreaTable {
  struct Row {
    double mm2 = 0, size = 1;
  };
  std::array<Row, area_component_count> rows;

  /// Throws UserError naming file, line and key for an unknown, repeated or missing component, or a value out
  /// of range.
  static AreaTable read(const YamlNode& document);
  /// The paper's table 4, compiled in.
  static const AreaTable& published();
};

/// Area of one PE of a machine in mm2 at 16 nm (SCNN table 4).
/// Assumption: it scales linearly with memories' bits, with multipliers x (bits / 16)^2, and with lanes x
/// banks x bits of the scatter network; what the paper calls "other" stays as it is.
class AreaModel {
 public:
  explicit AreaModel(const MachineConfig& config, const AreaTable& table = AreaTable::published());

  double mm2(AreaComponent component) const { return mm2_[static_cast<std::size_t>(component)]; }
  /// One PE of the SCNN machine.
  double pe_mm2() const;
  /// One PE of the dense machines.
  double dense_pe_mm2() const { return mm2(AreaComponent::dense_pe); }

 private:
  std::array<double, area_component_count> mm2_;
};

}  // namespace scnnsim
