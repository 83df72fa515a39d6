// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "sim/architectures/architecture.h"
#include "sim/architectures/machines_of_table.h"
#include "sim/cli/command_group.h"
#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/standard_streams.h"
#include "sim/results/energy_export.h"
#include "sim/results/results_files.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;

constexpr const char* energy_about = "Energies of results in formats of other programs.";
constexpr const char* energy_examples =
    "  scnnsim energy export results > action_counts.yaml\n"
    "  scnnsim energy export results --ert > ert.yaml\n";

constexpr const char* export_about =
    "Prints how often a machine's components took each action, summed over the layers of a run, as YAML\n"
    "that Accelergy and its successors read: component, action, counts, and arguments where words of\n"
    "several widths occur. --ert prints the energy of each action in pJ, as an energy reference table\n"
    "(ERT). Counts times energies are the energies of the run.\n"
    "\n"
    "energy.table may be an ERT, one that Accelergy wrote or this command: `--set energy.table=ert.yaml`.\n"
    "It needs every component and action that --ert prints; components are told by the last part of their\n"
    "names (chip.pe[0..63].iaram). Known besides: mult_random, mac_random and compute for multiply; fill,\n"
    "push and pop for write and read; transfer_random. Energies of an ERT are those of one machine at one\n"
    "clock and are not scaled. Static energy is pe.leak, that of a PE in a cycle.";
constexpr const char* export_examples =
    "  scnnsim energy export results > action_counts.yaml\n"
    "  scnnsim energy export results --arch dcnn --layers conv4\n"
    "  scnnsim energy export results --ert --table 45nm > ert.yaml\n"
    "  scnnsim run traces/digits-vector-0.30 --set energy.table=ert.yaml\n";

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// --arch, or the only one that there is.
const Architecture& architecture_of(const CommandLine& command, const std::vector<LayerResult>& layers) {
  std::vector<std::string> names;
  for (const LayerResult& layer : layers)
    if (!has(names, layer.architecture)) names.push_back(layer.architecture);
  const auto asked = command.find<std::string>("arch");
  if (!asked && names.size() > 1)
    throw UserError(fmt::format("{}: is missing: the results have several, expected one of {}",
                                command.where("arch"), fmt::join(names, ", ")));
  if (asked && !has(names, *asked))
    throw UserError(fmt::format("{}: {}", command.where("arch"),
                                unknown_name("architecture", *asked, "those of the results", names)));
  return find_architecture(asked.value_or(names.front()), command.where("arch"));
}

/// Layers of an architecture: those of --layers, or all.
std::vector<LayerResult> layers_of(const CommandLine& command, const std::vector<LayerResult>& layers,
                                   const Architecture& architecture) {
  const std::vector<std::string> asked = command.list("layers");
  std::vector<std::string> known;
  std::vector<LayerResult> chosen;
  for (const LayerResult& layer : layers) {
    if (layer.architecture != architecture.name) continue;
    known.push_back(layer.layer);
    if (asked.empty() || has(asked, layer.layer)) chosen.push_back(layer);
  }
  for (const std::string& name : asked)
    if (!has(known, name))
      throw UserError(fmt::format("{}: {}", command.where("layers"),
                                  unknown_name("layer", name, "those of the results", known)));
  return chosen;
}

/// --table, or the table of the run: a copy of one that is not built in lies beside results.json.
EnergyTable table_of(const CommandLine& command, const MachineConfig& config, const fs::path& results) {
  if (const auto name = command.find<std::string>("table")) return EnergyTable::load(*name);
  const bool is_copy = config.energy.table == energy_file_name;
  return EnergyTable::load(is_copy ? (results.parent_path() / energy_file_name).string()
                                   : config.energy.table);
}

int energy_export(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim energy export", export_about, export_examples);
  command.positional("RESULT", "a folder written by scnnsim run --out, or its results.json");
  command.flag("ert", "print the energies of the actions, not their counts");
  command.value("arch", "NAME", "machine; needed where the results have several");
  command.value("layers", "A,B", "only these layers; default all");
  command.value("table", "TABLE",
                "energy table, a name in configs/energy or a .yaml file; default: that of the results");
  if (!command.parse(arguments)) return 0;
  if (command.given("table") && !command.given("ert"))
    throw UserError(command.where("table") + ": goes with --ert: counts do not depend on energies");
  const ResultsDocument document = read_results_document(command.at<std::string>("RESULT"));
  const MachineConfig config = read_results_config(document);
  const Architecture& architecture = architecture_of(command, document.results.layers);
  const EnergyTable table = table_of(command, config, document.file);
  MachinesOfTable().add(table, architecture, config, std::string(architecture.name));
  const std::vector<ExportedAction> actions = exported_actions(
      architecture, layers_of(command, document.results.layers, architecture), table, config);
  print_lines(command.given("ert") ? reference_table_yaml(architecture, actions, table, config)
                                   : action_counts_yaml(architecture, actions));
  return 0;
}

}  // namespace

const std::vector<Subcommand>& energy_subcommands() {
  static const std::vector<Subcommand> all{
      {"export", "print action counts or energies per action as YAML for Accelergy", energy_export},
  };
  return all;
}

int energy_command(const std::vector<std::string>& arguments) {
  return run_form({"scnnsim energy", energy_about, energy_examples, energy_subcommands()}, arguments);
}

}  // namespace scnnsim
