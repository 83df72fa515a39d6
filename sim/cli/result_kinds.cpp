// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/result_kinds.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/sweep/sweep_store.h"
#include "traces/error.h"
#include "traces/nearest_name.h"

namespace scnnsim {
namespace {

ResultKind parse_kind(const CommandLine& command, const std::vector<ResultKind>& known) {
  const auto text = command.at<std::string>("kind");
  const auto kind = from_string<ResultKind>(text);
  if (kind && std::find(known.begin(), known.end(), *kind) != known.end()) return *kind;
  std::vector<std::string> names;
  for (const ResultKind one : known) names.emplace_back(to_string(one));
  throw UserError(command.where("kind") + ": " + unknown_name("kind", text, "kinds", names));
}

}  // namespace

std::vector<ResultKind> all_kinds() {
  std::vector<ResultKind> kinds;
  for (std::size_t i = 0; i < EnumNames<ResultKind>::names.size(); ++i)
    kinds.push_back(static_cast<ResultKind>(i));
  return kinds;
}

std::string kind_choices(const std::vector<ResultKind>& kinds) {
  std::string text;
  for (const ResultKind kind : kinds)
    text += fmt::format("{}{}", text.empty() ? "" : kind == kinds.back() ? " or " : ", ", to_string(kind));
  return text;
}

ResultKind find_kind(const CommandLine& command, const std::vector<ResultKind>& known, ResultKind usual) {
  const std::vector<std::string> places = command.all("RESULTS");
  const bool has_sweep = std::any_of(places.begin(), places.end(), is_sweep_store);
  if (!command.given("kind")) return has_sweep ? ResultKind::sweep : usual;
  const ResultKind kind = parse_kind(command, known);
  for (const std::string& place : places) {
    if (is_sweep_store(place) == is_of_points(kind) || !std::filesystem::exists(place)) continue;
    throw UserError(
        is_of_points(kind)
            ? fmt::format("{}: --kind {} needs the folder of a sweep, or its store {}", place,
                          to_string(kind), store_file_name)
            : fmt::format("{}: holds a sweep: --kind {} is about layers; expected sweep or pareto", place,
                          to_string(kind)));
  }
  return kind;
}

}  // namespace scnnsim
