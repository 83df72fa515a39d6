// SPDX-License-Identifier: Apache-2.0
#include "models/energy/area_model.h"
#include "models/energy/energy_model.h"
#include "sim/results/config_json.h"
#include "sim/results/layer_json.h"
#include "sim/results/program_version.h"
#include "sim/results/results_files.h"
#include "sim/results/results_schema.h"
#include "sim/tables/result_columns.h"
#include "sim/text/json.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// The table's identity and the energies in force on this machine.
Json energy_to_json(const EnergyTable& table, const MachineConfig& config) {
  const EnergyModel model(table, config);
  Json json{{"name", table.name}, {"checksum", table.checksum()}, {"technology", table.technology}};
  for (std::size_t i = 0; i < energy_action_count; ++i) {
    const auto action = static_cast<EnergyAction>(i);
    json["pj_per_action"][std::string(to_string(action))] = model.pj(action);
  }
  return json;
}

/// Of one PE by component, and of the whole array.
Json area_to_json(const MachineConfig& config) {
  const AreaModel area(config);
  Json json;
  for (std::size_t i = 0; i < area_component_count; ++i) {
    const auto component = static_cast<AreaComponent>(i);
    json["mm2_per_pe"][std::string(to_string(component))] = area.mm2(component);
  }
  json["mm2"] = area.pe_mm2() * config.pe_count();
  return json;
}

/// Unit and meaning of every counter, which all layers share.
Json statistics_to_json(const std::vector<LayerResult>& layers) {
  Json kinds = Json::object();
  for (const LayerResult& layer : layers)
    for (const auto& [kind, counters] : layer.counter_descriptions->items())
      if (!kinds.contains(kind)) kinds[kind] = counters;
  return kinds;
}

/// A total per architecture.
Json totals_to_json(const RunResults& results) {
  Json totals = Json::array();
  for (const std::string& architecture : results.architectures) {
    std::vector<LayerResult> layers;
    for (const LayerResult& layer : results.layers)
      if (layer.architecture == architecture) layers.push_back(layer);
    if (!layers.empty()) totals.push_back(total_to_json(total_of(layers)));
  }
  return totals;
}

}  // namespace

std::string results_json(const RunResults& results) {
  Json json;
  json[schema_key] = schema_version;
  json["program"] = {{"name", "scnnsim"}, {"version", program_version()}};
  json["trace"] = {{"network", results.network}, {"checksum", results.trace_checksum}};
  json["architectures"] = results.architectures;
  json["configuration"] = config_to_json(results.config);
  json["energy_table"] = energy_to_json(results.energy_table, results.config);
  json["area"] = area_to_json(results.config);
  json["statistics"] = statistics_to_json(results.layers);
  json["totals"] = totals_to_json(results);
  json[layers_key] = Json::array();
  for (const LayerResult& layer : results.layers) json[layers_key].push_back(layer_to_json(layer));
  return json_text(json, 1) + "\n";
}

std::string layers_csv(const std::vector<LayerResult>& layers) {
  std::string text;
  for (const ResultColumn& column : result_columns())
    text += (text.empty() ? "" : ",") + std::string(column.name);
  text += "\n";
  for (const LayerResult& layer : layers) {
    std::string row;
    for (const ResultColumn& column : result_columns())
      row += (&column == &result_columns().front() ? "" : ",") + csv_field(column.get(layer));
    text += row + "\n";
  }
  return text;
}

}  // namespace scnnsim
