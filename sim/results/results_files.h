// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "models/common/machine_config.h"
#include "models/energy/energy_table.h"
#include "sim/layer/layer_result.h"
#include "sim/tables/layer_tables.h"

namespace scnnsim {

/// Name of the copy of an energy table that is not built in, beside results.json.
inline constexpr const char* energy_file_name = "energy.yaml";

/// Everything that determines a run, and what came out: the content of results.json. The same input gives the
/// same bytes, whatever the jobs, the quantum and the machine.
struct RunResults {
  std::string network, trace_checksum;
  std::vector<std::string> architectures;
  MachineConfig config;  ///< energy.table: a built-in name or energy_file_name
  EnergyTable energy_table;
  std::vector<LayerResult> layers;
  std::vector<UnsimulatedLayer> unsimulated = {};  ///< what else was asked for
};

/// Every key with its value, as {group: {name: value}}.
nlohmann::ordered_json config_to_json(const MachineConfig& config);

/// The same without the keys that decide nothing, those of the banked memory where there is none.
nlohmann::ordered_json reported_config(const MachineConfig& config);

/// Takes a text piece by piece.
using TextSink = std::function<void(std::string_view)>;

/// results.json: configuration, trace, program version, every column of every layer, energy by component,
/// counters per PE and component, totals per architecture, and the layers that have no result.
std::string results_json(const RunResults& results);
/// The same, piece by piece, with the text of one layer in memory: that of all of them has about
/// 1.1 kB for each PE of each layer.
void write_results_json(const RunResults& results, const TextSink& write);

/// layers.csv: a row per layer and architecture, the columns of columns_known_for() but energy_table, which
/// results.json names for all layers.
std::string layers_csv(const std::vector<LayerResult>& layers);

/// The layers of a results.json, labelled with its folder's name; `place` is the file or the folder that
/// holds it. Throws UserError when it is missing, not JSON, of another schema version, or its figures
/// contradict each other (layer_consistency.h).
LabelledLayers read_results(const std::filesystem::path& place);

/// All of a results.json.
struct ResultsDocument {
  std::filesystem::path file;
  LabelledLayers results;
  nlohmann::json head;                   ///< whatever the document has but the layers
  std::vector<nlohmann::json> counters;  ///< of each layer; null where it has none
};

/// The same with everything beside the layers' figures. Counters and what is in the head are as they were
/// found: nothing but JSON is certain of them.
ResultsDocument read_results_document(const std::filesystem::path& place);

/// The configuration of a document. Keys that are absent keep their defaults: those of the program that wrote
/// the results had no such key. Throws UserError naming file and key.
MachineConfig read_results_config(const ResultsDocument& document);

/// The configuration of such keys, {group: {name: value}}. Keys that are absent keep their defaults. Throws
/// UserError naming `where` and the key.
MachineConfig config_from_json(const nlohmann::json& groups, const std::string& where);

/// Labels that tell runs apart: their folders' names; where two have the same, the places as given; where
/// even those are the same, also their numbers. `names` and `places` have one text per run.
std::vector<std::string> run_labels(std::vector<std::string> names, const std::vector<std::string>& places);

}  // namespace scnnsim
