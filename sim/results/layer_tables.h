// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sim/layer_result.h"
#include "sim/results/table.h"

namespace scnnsim {

/// What a per-layer table shows.
enum class TableKind {
  cycles,   ///< cycles, products and utilisation
  stalls,   ///< which share of the PE-cycles each owner has
  memory,   ///< memory references and DRAM traffic
  energy,   ///< energy by component
  summary,  ///< cycles and stalls: what `scnnsim run` prints first
  speedup,  ///< cycles and energy against a baseline
  accesses  ///< memory, total energy and verification: what `scnnsim run` prints second
};
template <>
struct EnumNames<TableKind> {
  static constexpr std::array<std::string_view, 7> names{"cycles",  "stalls",  "memory",  "energy",
                                                         "summary", "speedup", "accesses"};
};

/// Layers of one run; `label` tells runs apart.
struct LabelledLayers {
  std::string label;
  std::vector<LayerResult> layers;
};

/// One row per layer and, after the layers of each run and architecture, their total. Columns that tell rows
/// apart (run, network, architecture) are left out when they are the same everywhere.
Table make_layer_table(TableKind kind, const std::vector<LabelledLayers>& runs);

}  // namespace scnnsim
