// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/layer/layer_result.h"

namespace scnnsim {

/// State of a point: not run yet, simulated, given up after its retry, or refused by the machine.
enum class PointStatus { pending, done, failed, invalid };
template <>
struct EnumNames<PointStatus> {
  static constexpr std::array<std::string_view, 4> names{"pending", "done", "failed", "invalid"};
};

/// Name and value of each axis, in the order of the sweep file: {"pe_array.rows", "4"}.
using AxisValues = std::vector<std::pair<std::string, std::string>>;

/// How much of a point's energy is read: by component, or one sum named "total", or
/// total_with_dram_commands, which is several times faster.
enum class EnergyDetail { components, total };

/// A point of a sweep as the store holds it.
struct SweepPoint {
  std::uint64_t number = 0;  ///< from 1, in the order of the sweep file
  std::string key;           ///< hash of everything that determines the result
  AxisValues axes;           ///< of this point; points of a `list` may differ in names
  std::string network, architecture;
  double area_mm2 = 0;  ///< of all PEs; 0 where the configuration is not valid
  PointStatus status = PointStatus::pending;
  std::string reason;                ///< of failed and invalid points
  std::optional<LayerResult> total;  ///< of done points: the sum over layers, as total_of gives it
};

}  // namespace scnnsim
