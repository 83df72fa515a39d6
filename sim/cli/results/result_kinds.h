// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "sim/cli/command_line.h"

namespace scnnsim {

/// Kinds of tables and plots. Those before `sweep` have the names of TableKind.
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
  pareto
};
template <>
struct EnumNames<ResultKind> {
  static constexpr std::array<std::string_view, 12> names{"cycles",      "stalls",  "memory",  "energy",
                                                          "storage",     "summary", "speedup", "accesses",
                                                          "performance", "dram",    "sweep",   "pareto"};
};

/// Of --point.
inline constexpr const char* points_help =
    "layers of these points of a sweep, by their numbers, separated by commas";

/// Whether it is about the points of a sweep, not about layers.
constexpr bool is_of_points(ResultKind kind) {
  return kind >= ResultKind::sweep;
}

std::vector<ResultKind> all_kinds();
std::vector<std::string> kind_names(const std::vector<ResultKind>& kinds);

/// The value of --kind: by default `usual`, or sweep when some RESULTS are a sweep's and no --point chooses
/// among it. Throws UserError for a kind that is not among `known`, and one that does not go with what
/// RESULTS are.
ResultKind find_kind(const CommandLine& command, const std::vector<ResultKind>& known, ResultKind usual);

}  // namespace scnnsim
