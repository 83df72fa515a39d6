// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "sim/cli/command_line.h"

namespace scnnsim {

/// Kinds of tables and plots. Those before `sweep` have the names of TableKind, those after `pareto` are
/// plots alone.
enum class ResultKind {
  cycles,
  stalls,
  memory,
  energy,
  storage,
  summary,
  speedup,
  accesses,
  performance,
  dram,
  sweep,
  pareto,
  roofline,
  pe_map
};
template <>
struct EnumNames<ResultKind> {
  static constexpr std::array<std::string_view, 14> names{
      "cycles",   "stalls",      "memory", "energy", "storage", "summary",  "speedup",
      "accesses", "performance", "dram",   "sweep",  "pareto",  "roofline", "pe-map"};
};

/// Of --point.
inline constexpr const char* points_help =
    "layers of these points of a sweep, by their numbers, separated by commas";

/// Whether it is about the points of a sweep, not about layers.
constexpr bool is_of_points(ResultKind kind) {
  return kind == ResultKind::sweep || kind == ResultKind::pareto;
}

/// Whether it is about machines and their PEs, of which a sweep's store holds nothing.
constexpr bool is_of_machines(ResultKind kind) {
  return kind == ResultKind::roofline || kind == ResultKind::pe_map;
}

/// Kinds that tables have.
std::vector<ResultKind> table_kinds();
std::vector<std::string> kind_names(const std::vector<ResultKind>& kinds);

/// The value of --kind: by default `usual`, or sweep when some RESULTS are a sweep's and no --point chooses
/// among it. Throws UserError for a kind that is not among `known`, and one that does not go with what
/// RESULTS are.
ResultKind find_kind(const CommandLine& command, const std::vector<ResultKind>& known, ResultKind usual);

}  // namespace scnnsim
