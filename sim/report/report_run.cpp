// SPDX-License-Identifier: Apache-2.0
#include "sim/report/report_run.h"

#include <fmt/format.h>

#include "sim/report/counter_consistency.h"
#include "sim/results/results_files.h"
#include "sim/text/json.h"
#include "traces/support/error.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;
using ParsedJson = nlohmann::json;

constexpr std::uint64_t largest_execution_file = 64 << 20;

/// Text at head[group][name]; empty where there is none.
std::string text_at(const ParsedJson& head, const char* group, const char* name) {
  const auto found = head.find(group);
  if (found == head.end() || !found->is_object() || !found->contains(name) || !found->at(name).is_string())
    return "";
  return found->at(name).get<std::string>();
}

/// The command of run.json, which results of other programs lack.
std::vector<std::string> read_command(const fs::path& file) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return {};
  const ParsedJson json = parse_json(read_file(file, largest_execution_file), file.string());
  std::vector<std::string> command;
  if (!json.is_object() || !json.contains("command") || !json.at("command").is_array()) return command;
  for (const ParsedJson& part : json.at("command"))
    if (part.is_string()) command.push_back(part.get<std::string>());
  return command;
}

std::map<std::string, std::string> read_meanings(const ParsedJson& head) {
  std::map<std::string, std::string> meanings;
  const auto kinds = head.find("statistics");
  if (kinds == head.end() || !kinds->is_object()) return meanings;
  for (const auto& [kind, counters] : kinds->items()) {
    if (!counters.is_object()) continue;
    for (const auto& [name, told] : counters.items())
      if (told.is_object() && told.contains("description") && told.at("description").is_string())
        meanings[fmt::format("{}.{}", kind, name)] = told.at("description").get<std::string>();
  }
  return meanings;
}

}  // namespace

ReportRun read_report_run(const fs::path& place) {
  ResultsDocument document = read_results_document(place);
  ReportRun run;
  run.place = place.string();
  run.results = std::move(document.results);
  run.config = read_results_config(document);
  run.version = text_at(document.head, "program", "version");
  run.network = text_at(document.head, "trace", "network");
  run.trace_checksum = text_at(document.head, "trace", "checksum");
  run.energy_table = text_at(document.head, "energy_table", "name");
  run.technology = text_at(document.head, "energy_table", "technology");
  run.command = read_command(document.file.parent_path() / "run.json");
  run.counter_meanings = read_meanings(document.head);
  const PeArrayParameters& grid = run.config.pe_array;
  for (std::size_t i = 0; i < document.counters.size(); ++i) {
    const std::string where = fmt::format("{}: layers[{}]", document.file.string(), i);
    run.counters.push_back(
        read_pe_counters(document.counters[i], grid.rows, grid.columns, where + ": counters"));
    check_counters(run.results.layers[i], run.counters.back(), run.config, where);
  }
  return run;
}

}  // namespace scnnsim
