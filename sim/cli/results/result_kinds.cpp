// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/results/result_kinds.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/sweep/store/sweep_folder.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

ResultKind parse_kind(const CommandLine& command, const std::vector<ResultKind>& known) {
  const auto text = command.at<std::string>("kind");
  const auto kind = from_string<ResultKind>(text);
  if (kind && std::find(known.begin(), known.end(), *kind) != known.end()) return *kind;
  throw UserError(command.where("kind") + ": " + unknown_name("kind", text, "kinds", kind_names(known)));
}

/// Why a place does not go with the kind.
std::string misfit(ResultKind kind, bool needs_sweep) {
  if (is_of_machines(kind))
    return fmt::format(
        "holds a sweep, which keeps no machines and no PEs: --kind {} needs results of scnnsim "
        "run --out",
        to_string(kind));
  if (!needs_sweep)
    return fmt::format(
        "holds a sweep: --kind {} is about layers; expected --point with the number of a point, or "
        "--kind sweep or pareto",
        to_string(kind));
  const std::string option = is_of_points(kind) ? fmt::format("--kind {}", to_string(kind)) : "--point";
  return fmt::format("{} needs the folder of a sweep, or its store {}", option, store_file_name);
}

}  // namespace

std::vector<ResultKind> table_kinds() {
  std::vector<ResultKind> kinds;
  for (std::size_t i = 0; i < EnumNames<ResultKind>::names.size(); ++i)
    if (!is_of_machines(static_cast<ResultKind>(i))) kinds.push_back(static_cast<ResultKind>(i));
  return kinds;
}

std::vector<std::string> kind_names(const std::vector<ResultKind>& kinds) {
  std::vector<std::string> names;
  names.reserve(kinds.size());
  for (const ResultKind kind : kinds) names.emplace_back(to_string(kind));
  return names;
}

ResultKind find_kind(const CommandLine& command, const std::vector<ResultKind>& known, ResultKind usual) {
  const std::vector<std::string> places = command.all("RESULTS");
  const bool has_sweep = std::any_of(places.begin(), places.end(), is_sweep_store);
  const bool of_points = has_sweep && !command.given("point");
  const ResultKind kind = command.given("kind") ? parse_kind(command, known)
                          : of_points           ? ResultKind::sweep
                                                : usual;
  if (command.given("point") && is_of_points(kind))
    throw UserError(fmt::format("{}: goes with kinds of layers, not {}; --where chooses points",
                                command.where("point"), to_string(kind)));
  if (command.given("point") && is_of_machines(kind))
    throw UserError(fmt::format("{}: goes with kinds of layers, not {}, which needs results of scnnsim run",
                                command.where("point"), to_string(kind)));
  if (!command.given("kind") && !command.given("point")) return kind;
  const bool needs_sweep = is_of_points(kind) || command.given("point");
  for (const std::string& place : places) {
    if (is_sweep_store(place) == needs_sweep || !std::filesystem::exists(place)) continue;
    throw UserError(fmt::format("{}: {}", place, misfit(kind, needs_sweep)));
  }
  return kind;
}

}  // namespace scnnsim
