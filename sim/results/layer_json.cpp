// SPDX-License-Identifier: Apache-2.0
#include "sim/results/layer_json.h"

#include <fmt/format.h>

#include "sim/results/result_columns.h"
#include "traces/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* mismatch_key = "first_mismatch";
constexpr const char* energy_key = "energy_pj_by_component";
constexpr const char* counters_key = "counters";

Json energy_to_json(const LayerResult& layer) {
  Json energy = Json::object();
  for (const auto& [component, pj] : layer.energy_pj) energy[component] = pj;
  return energy;
}

}  // namespace

Json layer_to_json(const LayerResult& layer) {
  Json json;
  for (const ResultColumn& column : result_columns()) json[std::string(column.name)] = column.get(layer);
  if (layer.verified == Verified::no) json[mismatch_key] = layer.first_mismatch;
  json[energy_key] = energy_to_json(layer);
  json[counters_key] = layer.counters;
  return json;
}

LayerResult layer_from_json(const Json& json, const std::string& where) {
  LayerResult layer;
  std::string key;
  try {
    for (const ResultColumn& column : result_columns()) {
      key = column.name;
      if (column.set) column.set(layer, json.at(key));
    }
    layer.first_mismatch = json.value(key = mismatch_key, std::string());
    layer.energy_pj = json.at(key = energy_key).get<std::map<std::string, double>>();
    layer.counters = json.at(key = counters_key);
  } catch (const Json::exception& error) {
    throw UserError(fmt::format("{}: {}: {}", where, key, error.what()));
  } catch (const UserError& error) {
    throw UserError(fmt::format("{}: {}", where, error.what()));
  }
  return layer;
}

Json total_to_json(const LayerResult& total) {
  Json json;
  json["architecture"] = total.architecture;
  for (const ResultColumn& column : result_columns())
    if (column.in_totals) json[std::string(column.name)] = column.get(total);
  json[energy_key] = energy_to_json(total);
  return json;
}

}  // namespace scnnsim
