// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/layer/layer_result.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// What a per-layer table shows.
enum class TableKind {
  cycles,       ///< cycles, products and utilisation
  stalls,       ///< which share of the PE-cycles each owner has
  memory,       ///< memory references and DRAM traffic
  energy,       ///< energy by component
  storage,      ///< bytes of the weights as stored, and dense
  summary,      ///< cycles and stalls: what `scnnsim run` prints first
  speedup,      ///< cycles and energy against a baseline
  accesses,     ///< memory, total energy and verification: what `scnnsim run` prints second
  performance,  ///< time, frames, effectual operations and DRAM bytes per second, power
  dram          ///< rows, turnarounds, buses and streams of the banked memory
};
template <>
struct EnumNames<TableKind> {
  static constexpr std::array<std::string_view, 10> names{"cycles",      "stalls",  "memory",  "energy",
                                                          "storage",     "summary", "speedup", "accesses",
                                                          "performance", "dram"};
};

/// Layers of one run; `label` tells runs apart.
struct LabelledLayers {
  std::string label;
  std::vector<LayerResult> layers;
  std::vector<UnsimulatedLayer> unsimulated = {};
};

/// What a table shows of its kind, or beyond it.
struct LayerTableOptions {
  std::optional<std::string> baseline = {};  ///< a run's label or an architecture: adds ratios to it
  std::vector<std::string> columns = {};     ///< figures by name, of any kind; empty: those of the kind
  bool side_by_side = false;                 ///< a row per layer, a group of columns per run and architecture
  bool mean = false;                         ///< a row per layer, means and spreads over the runs
  bool is_narrow = false;                    ///< only columns of the kind that fit into a terminal
  bool totals_alone = false;
  std::string sort_by = {};  ///< a column of the table; empty: the order of the results
  bool largest_first = false;
};

/// One row per layer and, after the layers of each run and architecture, their total. Columns that tell rows
/// apart (run, network, architecture) are left out when they are the same everywhere. Side by side, the
/// columns are the kind's main figures unless they are named; so are those of means. Totals alone have their
/// lowest costs marked. Throws UserError for an unknown column or baseline.
Table make_layer_table(TableKind kind, const std::vector<LabelledLayers>& runs,
                       const LayerTableOptions& options = {});

}  // namespace scnnsim
