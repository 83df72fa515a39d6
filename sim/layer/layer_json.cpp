// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/layer_json.h"

#include <fmt/format.h>

#include "sim/layer/result_columns.h"
#include "sim/text/json.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr double most_energy_pj = 1e30;
constexpr const char* mismatch_key = "first_mismatch";
constexpr const char* energy_key = "energy_pj_by_component";

Json energy_to_json(const LayerResult& layer) {
  Json energy = Json::object();
  for (const auto& [component, pj] : layer.energy_pj) energy[component] = pj;
  return energy;
}

void add_column(const ResultColumn& column, const LayerResult& layer, Json& json) {
  Json value = column.get(layer);
  if (!column.only_if_known || !value.is_null()) json[std::string(column.name)] = std::move(value);
}

}  // namespace

std::map<std::string, double> energy_from_json(const Json& json) {
  if (!json.is_object()) refuse_json(json, "an object of numbers");
  std::map<std::string, double> energy;
  for (const auto& [component, pj] : json.items()) energy[component] = json_to_number(pj, most_energy_pj);
  return energy;
}

Json layer_to_json_without_counters(const LayerResult& layer) {
  Json json;
  for (const ResultColumn& column : result_columns()) add_column(column, layer, json);
  if (layer.verified == Verified::no) json[mismatch_key] = layer.first_mismatch;
  json[energy_key] = energy_to_json(layer);
  return json;
}

Json layer_to_json(const LayerResult& layer) {
  Json json = layer_to_json_without_counters(layer);
  json[counters_key] = layer.counters.copy();
  return json;
}

LayerResult layer_from_json(Json json, const std::string& where) {
  LayerResult layer;
  std::string key;
  if (!json.is_object()) throw UserError(where + ": expected a layer: an object of named figures");
  const auto value_of = [&](const std::string& name) -> const Json& {
    key = name;
    const auto found = json.find(name);
    if (found == json.end())
      throw UserError("is missing: were these results written by an earlier version? Run it again");
    return *found;
  };
  try {
    for (const ResultColumn& column : result_columns()) {
      const std::string name(column.name);
      if (column.set)
        column.set(layer, column.may_be_unknown && !json.contains(name) ? Json() : value_of(name));
    }
    if (json.contains(mismatch_key)) layer.first_mismatch = json_to_text(value_of(mismatch_key));
    layer.energy_pj = energy_from_json(value_of(energy_key));
    if (json.contains(counters_key)) layer.counters = std::move(json.at(counters_key));
  } catch (const UserError& error) {
    throw UserError(fmt::format("{}: {}: {}", where, key, error.what()));
  }
  return layer;
}

Json total_to_json(const LayerResult& total) {
  Json json;
  json["architecture"] = total.architecture;
  for (const ResultColumn& column : result_columns())
    if (column.in_totals()) add_column(column, total, json);
  json[energy_key] = energy_to_json(total);
  return json;
}

}  // namespace scnnsim
