// SPDX-License-Identifier: Apache-2.0
#include "sim/results/results_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <type_traits>

#include "models/common/config_values.h"
#include "models/energy/area_model.h"
#include "models/energy/energy_model.h"
#include "sim/layer/layer_json.h"
#include "sim/layer/result_columns.h"
#include "sim/results/layer_consistency.h"
#include "sim/results/program_version.h"
#include "sim/text/json.h"
#include "traces/support/error.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* schema_key = "scnnsim_results";
constexpr int schema_version = 1;  ///< raised when a reader of the old form would go wrong
constexpr const char* layers_key = "layers";
constexpr const char* energy_table_key = "energy_table";
constexpr const char* label_key = "label";
constexpr const char* unsimulated_key = "not_simulated";  ///< absent where every layer has a result

/// The table's identity and the energies in force on this machine; "pe_cycle": the static energy of a PE in a
/// cycle. `energy_tables` has the labels of those that come with the program.
Json energy_to_json(const EnergyTable& table, const MachineConfig& config) {
  const EnergyModel model(table, config);
  Json json{{"name", table.name}, {"checksum", table.checksum()}, {"technology", table.technology}};
  if (!table.is_built_in) json[label_key] = table.label();
  for (std::size_t i = 0; i < energy_action_count; ++i) {
    const auto action = static_cast<EnergyAction>(i);
    json["pj_per_action"][std::string(to_string(action))] = model.pj(action);
  }
  json["pj_per_action"]["pe_cycle"] = model.pe_cycle_pj();
  return json;
}

/// The tables that come with the program, by which every result has an energy, and its column.
Json shipped_tables_to_json() {
  const auto described = [](const EnergyTable& table, Column column) {
    return Json{{"name", table.name},
                {label_key, table.label()},
                {"checksum", table.checksum()},
                {"column", std::string(result_column(column).name)}};
  };
  return Json::array({described(EnergyTable::of_public_values(), Column::energy_45nm_pj),
                      described(EnergyTable::fitted_to_scnn(), Column::energy_16nm_pj)});
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
  std::string last;  // packed; most layers have the same
  for (const LayerResult& layer : layers) {
    std::string packed = layer.counter_descriptions.packed();
    if (packed == last) continue;
    last = std::move(packed);
    const Json descriptions = layer.counter_descriptions.copy();
    for (const auto& [kind, counters] : descriptions.items())
      if (!kinds.contains(kind)) kinds[kind] = counters;
  }
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

Json unsimulated_to_json(const std::vector<UnsimulatedLayer>& layers) {
  Json json = Json::array();
  for (const UnsimulatedLayer& one : layers)
    json.push_back({{"layer", one.layer},
                    {"architecture", one.architecture},
                    {"status", to_string(one.status)},
                    {"reason", one.reason}});
  return json;
}

UnsimulatedLayer unsimulated_from_json(const nlohmann::json& json, const std::string& where) {
  const auto text_of = [&](const char* key) {
    if (!json.is_object() || !json.contains(key) || !json.at(key).is_string())
      throw UserError(fmt::format("{}: {}: expected text", where, key));
    return json.at(key).get<std::string>();
  };
  const auto status = from_string<Unsimulated>(text_of("status"));
  if (!status)
    throw UserError(
        fmt::format("{}: status: got {}, expected {}", where, text_of("status"), choices<Unsimulated>()));
  return {text_of("layer"), text_of("architecture"), *status, text_of("reason")};
}

constexpr int indent = 1;  ///< of results.json, for each level

/// A value's text, to stand `levels` deeper than it would by itself.
std::string nested_text(const Json& value, std::size_t levels) {
  std::string text;
  for (const char c : json_text(value, indent)) {
    text += c;
    if (c == '\n') text.append(levels * static_cast<std::size_t>(indent), ' ');  // texts have theirs escaped
  }
  return text;
}

/// A layer without the key of counters if it has none, and without that of the energy table, which the head
/// has.
Json reported_layer(const LayerResult& layer) {
  Json json = layer_to_json(layer);
  if (json.at(counters_key).is_null()) json.erase(counters_key);
  json.erase(std::string(result_column(Column::energy_table).name));
  return json;
}

/// EnergyTable::label() of the table that the energies of a document are by; empty if it names none. Versions
/// that wrote no label name a table of the program, or one that lies beside the results.
std::string energy_label(const nlohmann::json& head) {
  const auto text_at = [&](const char* group, const char* name) {
    const nlohmann::json::json_pointer place(fmt::format("/{}/{}", group, name));
    return head.contains(place) && head.at(place).is_string() ? head.at(place).get<std::string>() : "";
  };
  if (std::string label = text_at(energy_table_key, label_key); !label.empty()) return label;
  std::string name = text_at(energy_table_key, "name");
  if (text_at("configuration", "energy/table") == energy_file_name) return name + " (own table)";
  for (const EnergyTable* table : {&EnergyTable::of_public_values(), &EnergyTable::fitted_to_scnn()})
    if (table->name == name) return table->label();
  return name;
}

constexpr std::uint64_t largest_file = 4ull << 30;

/// A value with `levels` of nested objects; deeper ones, and lists, are left empty.
Json copy_of(const nlohmann::json& value, unsigned levels) {
  if (value.is_array()) return Json::array();
  if (!value.is_object()) return value;
  Json copy = Json::object();
  auto& members = copy.get_ref<Json::object_t&>();
  if (levels > 0)
    for (const auto& [key, member] : value.items()) members.emplace_back(key, copy_of(member, levels - 1));
  return copy;
}

/// A layer's figures and energies; its counters, which tables do not need, are by far the most.
Json figures_of(nlohmann::json& layer) {
  constexpr unsigned levels = 2;
  if (layer.is_object()) layer.erase(counters_key);
  return copy_of(layer, levels);
}

void check_schema(const nlohmann::json& json, const fs::path& file) {
  if (!json.is_object() || !json.contains(schema_key))
    throw UserError(fmt::format("{}: no results of scnnsim: key {} is missing", file.string(), schema_key));
  if (json.at(schema_key) != schema_version)
    throw UserError(fmt::format("{}: {}: got {}, expected {}: written by another version of scnnsim",
                                file.string(), schema_key, shown_json(copy_of(json.at(schema_key), 0)),
                                schema_version));
  if (!json.contains(layers_key) || !json.at(layers_key).is_array() || json.at(layers_key).empty())
    throw UserError(fmt::format("{}: {}: expected a list of at least one layer", file.string(), layers_key));
}

std::string value_text(const nlohmann::json& value, const std::string& where) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  throw UserError(where + ": expected a number or a text");
}

bool has_duplicates(const std::vector<std::string>& texts) {
  return std::set<std::string>(texts.begin(), texts.end()).size() < texts.size();
}

}  // namespace

nlohmann::ordered_json config_to_json(const MachineConfig& config) {
  nlohmann::ordered_json json;
  MachineConfig::for_each(config, [&](const ParameterInfo& info, const auto& value) {
    nlohmann::ordered_json& place = json[std::string(info.group)][std::string(info.name)];
    using Value = std::decay_t<decltype(value)>;
    if constexpr (std::is_enum_v<Value>)
      place = to_string(value);
    else if constexpr (is_number_or<Value>)
      place = value.is_number() ? nlohmann::ordered_json(value.number())
                                : nlohmann::ordered_json(value_as_text(value));
    else
      place = value;
  });
  return json;
}

nlohmann::ordered_json reported_config(const MachineConfig& config) {
  Json json = config_to_json(config);
  if (config.dram.model == DramModel::banked) return json;
  for (const char* key : {"model", "preset", "mapping", "page", "lookahead"}) json.at("dram").erase(key);
  json.erase("dram_device");
  json.erase("dram_energy");
  return json;
}

void write_results_json(const RunResults& results, const TextSink& write) {
  Json head;
  head[schema_key] = schema_version;
  head["program"] = {{"name", "scnnsim"}, {"version", program_version()}};
  head["trace"] = {{"network", results.network}, {"checksum", results.trace_checksum}};
  head["architectures"] = results.architectures;
  head["configuration"] = reported_config(results.config);
  head[energy_table_key] = energy_to_json(results.energy_table, results.config);
  head["energy_tables"] = shipped_tables_to_json();
  head["area"] = area_to_json(results.config);
  head["statistics"] = statistics_to_json(results.layers);
  head["totals"] = totals_to_json(results);
  // What json_text() makes of the whole, without having it.
  std::string text = json_text(head, indent);
  text.resize(text.size() - 2);  // without "\n}"
  write(fmt::format("{},\n \"{}\": [", text, layers_key));
  bool is_first = true;
  for (const LayerResult& layer : results.layers) {
    write(fmt::format("{}\n  {}", is_first ? "" : ",", nested_text(reported_layer(layer), 2)));
    is_first = false;
  }
  write(results.layers.empty() ? "]" : "\n ]");
  if (!results.unsimulated.empty())
    write(fmt::format(",\n \"{}\": {}", unsimulated_key,
                      nested_text(unsimulated_to_json(results.unsimulated), 1)));
  write("\n}\n");
}

std::string results_json(const RunResults& results) {
  std::string text;
  write_results_json(results, [&text](std::string_view piece) { text += piece; });
  return text;
}

std::string layers_csv(const std::vector<LayerResult>& layers) {
  std::string text;
  std::vector<const ResultColumn*> columns = columns_known_for(layers);
  const ResultColumn* const table = &result_column(Column::energy_table);  // results.json, beside it, has it
  columns.erase(std::remove(columns.begin(), columns.end(), table), columns.end());
  for (const ResultColumn* column : columns) text += (text.empty() ? "" : ",") + std::string(column->name);
  text += "\n";
  for (const LayerResult& layer : layers) {
    std::string row;
    for (const ResultColumn* column : columns)
      row += (column == columns.front() ? "" : ",") + csv_field(column->get(layer));
    text += row + "\n";
  }
  return text;
}

ResultsDocument read_results_document(const fs::path& place) {
  std::error_code ignored;
  const fs::path file = fs::is_directory(place, ignored) ? place / "results.json" : place;
  if (fs::status(file, ignored).type() == fs::file_type::not_found)
    throw UserError(fmt::format(
        "{}: {}, expected a folder that scnnsim run --out or scnnsim sweep --out wrote, or its file",
        place.string(), file == place ? "does not exist" : "holds no results.json"));
  nlohmann::json json = parse_json(read_file(file, largest_file), file.string());
  check_schema(json, file);
  ResultsDocument document{
      file, {fs::absolute(file).lexically_normal().parent_path().filename().string(), {}}, {}, {}};
  LabelledLayers& results = document.results;
  for (nlohmann::json& layer : json.at(layers_key)) {
    nlohmann::json& counters = document.counters.emplace_back();
    if (layer.is_object() && layer.contains(counters_key)) counters = std::move(layer.at(counters_key));
    const std::string where = fmt::format("{}: {}[{}]", file.string(), layers_key, results.layers.size());
    const Json figures = figures_of(layer);
    results.layers.push_back(layer_from_json(figures, where));
    check_consistency(results.layers.back(), figures, where);
  }
  if (json.contains(unsimulated_key)) {
    const std::string where = fmt::format("{}: {}", file.string(), unsimulated_key);
    if (!json.at(unsimulated_key).is_array()) throw UserError(where + ": expected a list");
    for (const nlohmann::json& one : json.at(unsimulated_key))
      results.unsimulated.push_back(unsimulated_from_json(one, where));
  }
  json.erase(layers_key);
  if (const std::string label = energy_label(json); !label.empty())
    for (LayerResult& layer : results.layers) layer.energy_table = label;
  document.head = std::move(json);
  return document;
}

MachineConfig read_results_config(const ResultsDocument& document) {
  const std::string where = document.file.string() + ": configuration";
  const auto groups = document.head.find("configuration");
  if (groups == document.head.end() || !groups->is_object())
    throw UserError(where +
                    ": expected an object: were these results written by an earlier version? Run it again");
  return config_from_json(*groups, where);
}

MachineConfig config_from_json(const nlohmann::json& groups, const std::string& where) {
  MachineConfig config;
  for (const auto& [group, keys] : groups.items()) {
    if (!keys.is_object()) throw UserError(fmt::format("{}: {}: expected an object of keys", where, group));
    for (const auto& [name, value] : keys.items())
      set_parameter(config,
                    fmt::format("{}.{}={}", group, name,
                                value_text(value, fmt::format("{}: {}.{}", where, group, name))),
                    where);
  }
  return config;
}

LabelledLayers read_results(const fs::path& place) {
  return read_results_document(place).results;
}

std::vector<std::string> run_labels(std::vector<std::string> names, const std::vector<std::string>& places) {
  if (has_duplicates(names)) names = places;
  if (has_duplicates(places))
    for (std::size_t i = 0; i < names.size(); ++i) names[i] += fmt::format(" ({})", i + 1);
  return names;
}

}  // namespace scnnsim
