// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iostream>
#include <set>

#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/results/layer_tables.h"
#include "sim/results/results_files.h"

namespace scnnsim {
namespace {

constexpr const char* about =
    "Prints a per-layer table, with totals, of the results in one or more folders.\n\n"
    "Kinds:\n"
    "  cycles    cycles, products, utilisation, tiling and densities\n"
    "  stalls    which share of the PE-cycles each owner has\n"
    "  memory    RAM, FIFO and accumulator references, DRAM traffic\n"
    "  energy    energy by component\n"
    "  summary   cycles, utilisation and stalls: the first table of scnnsim run\n"
    "  speedup   speed-up and energy ratio of architectures or runs: the third table of scnnsim run\n"
    "  accesses  memory and total energy: the second table of scnnsim run";
constexpr const char* examples =
    "  scnnsim table results --kind stalls\n"
    "  scnnsim table results-element results-vector --kind memory --format csv > memory.csv\n"
    "  scnnsim table results --kind energy --format latex > energy.tex\n";

/// Labelled with the folders' names; where two have the same, with the places as given; where even those are
/// the same, also with their numbers.
std::vector<LabelledLayers> read_all(const std::vector<std::string>& places) {
  std::vector<LabelledLayers> runs;
  std::set<std::string> labels;
  for (const std::string& place : places) labels.insert(runs.emplace_back(read_results(place)).label);
  if (labels.size() < runs.size())
    for (std::size_t i = 0; i < runs.size(); ++i) runs[i].label = places[i];
  if (std::set<std::string>(places.begin(), places.end()).size() < places.size())
    for (std::size_t i = 0; i < runs.size(); ++i) runs[i].label += fmt::format(" ({})", i + 1);
  return runs;
}

}  // namespace

int table_command(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim table", about, examples);
  command.positionals("RESULTS", "folders written by scnnsim run --out, or their results.json");
  command.value("kind", "KIND", choices<TableKind>() + "; default cycles");
  command.value("format", "FORMAT", choices<TableFormat>() + "; default text");
  if (!command.parse(arguments)) return 0;
  const auto kind = command.find<TableKind>("kind").value_or(TableKind::cycles);
  const auto format = command.find<TableFormat>("format").value_or(TableFormat::text);
  std::cout << render(make_layer_table(kind, read_all(command.all("RESULTS"))), format);
  return 0;
}

}  // namespace scnnsim
