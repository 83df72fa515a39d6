// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "models/memory/banked/dram_device.h"
#include "sim/layer/result_columns.h"
#include "sim/report/layer_causes.h"
#include "sim/report/report.h"
#include "sim/results/roofline.h"
#include "sim/sweep/report/point_axes.h"
#include "sim/sweep/report/sweep_columns.h"
#include "sim/tables/column_definitions.h"
#include "sim/text/json.h"
#include "sim/text/visible.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

Json definition_to_json(const ColumnDefinition& one) {
  return {{"title", one.shown.title},
          {"unit", one.shown.unit},
          {"definition", one.definition},
          {"formula", one.formula},
          {"share", one.shown.style == CellStyle::share},
          {"cost", is_cost(one.shown.name)}};
}

Json definitions_to_json() {
  Json definitions;
  for (const ColumnDefinition& one : column_definitions())
    definitions[one.shown.name] = definition_to_json(one);
  return definitions;
}

/// A list, or its only value where all are the same.
template <class T>
Json list_to_json(const std::vector<T>& values) {
  const bool is_constant =
      std::all_of(values.begin(), values.end(), [&](const T& value) { return value == values.front(); });
  return is_constant && !values.empty() ? Json(values.front()) : Json(values);
}

Json counters_to_json(const PeCounters& counters) {
  Json json = Json::object();
  for (const auto& [name, values] : counters.of_pes) json[name] = list_to_json(values);
  return json;
}

Json lists_to_json(const std::map<std::string, std::vector<double>>& lists) {
  Json json = Json::object();
  for (const auto& [name, values] : lists) json[name] = values;
  return json;
}

Json causes_to_json(const std::vector<LayerCause>& causes) {
  Json json = Json::array();
  for (const LayerCause& cause : causes)
    json.push_back({{"share", cause.share},
                    {"why", cause.why},
                    {"try", cause.to_try()},
                    {"advised", !cause.advice.empty()}});
  return json;
}

/// A value as a page may show it: names come from files of the user's.
Json shown(Json value) {
  return value.is_string() ? Json(visible(value.get_ref<const std::string&>())) : value;
}

Json report_layer(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config) {
  Json values;
  for (const ResultColumn& column : result_columns())
    if (column.name != "network" && column.name != "architecture" && column.name != "layer")
      values[std::string(column.name)] = shown(column.get(layer));
  Json energy = Json::object();
  for (const auto& [component, pj] : layer.energy_pj) energy[visible(component)] = pj;
  Json json{{"name", visible(layer.layer)}, {"values", values}, {"energy", energy}};
  if (const auto point = roofline_point(layer)) {
    json["roofline"] = {point->per_byte, point->per_cycle};
    if (is_above_bandwidth(*point, roofs_of(layer, config))) json["above_bandwidth"] = true;
  }
  json["causes"] = causes_to_json(layer_causes(layer, counters, config));
  if (counters.tells_pes()) json["pes"] = counters_to_json(counters);
  if (!counters.of_groups.empty()) json["groups"] = lists_to_json(counters.of_groups);
  if (!counters.of_channels.empty()) json["channels"] = lists_to_json(counters.of_channels);
  return json;
}

Json machine_to_json(const ReportMachine& machine) {
  const MachineConfig& config = machine.run->config;
  Json json{{"label", visible(machine.label)},
            {"network", visible(machine.run->network)},
            {"architecture", visible(machine.architecture)},
            {"trace", visible(machine.run->trace_checksum)},
            {"why_above", why_above_bandwidth(visible(machine.architecture))},
            {"rows", config.pe_array.rows},
            {"columns", config.pe_array.columns},
            {"ghz", config.clock.frequency},
            {"dram_gb_per_s", peak_gb_per_s(config)}};
  const Roofs roofs = roofs_of(machine.run->results.layers[machine.layers.front()], config);
  json["roofs"] = {{"multiplies_per_cycle", roofs.multiplies_per_cycle},
                   {"bytes_per_cycle", roofs.bytes_per_cycle}};
  json["layers"] = Json::array();
  for (const std::size_t i : machine.layers)
    json["layers"].push_back(report_layer(machine.run->results.layers[i], machine.run->counters[i], config));
  return json;
}

/// Energies of components, which have headings without being columns of their own.
Json components_to_json(const std::vector<ReportMachine>& machines) {
  Json titles = Json::object();
  for (const ReportMachine& machine : machines)
    for (const std::size_t i : machine.layers)
      for (const auto& energy : machine.run->results.layers[i].energy_pj)
        titles[visible(energy.first)] = visible(energy_column(energy.first).title);
  return titles;
}

Json meanings_to_json(const ReportData& report) {
  Json meanings = Json::object();
  for (const ReportRun& run : report.runs)
    for (const auto& [name, meaning] : run.counter_meanings) meanings[visible(name)] = visible(meaning);
  return meanings;
}

/// Figures of points that charts may have as axes.
const std::vector<std::string>& figures_of_points() {
  static const std::vector<std::string> names{"cycles",
                                              "seconds",
                                              "energy_pj",
                                              "area_mm2",
                                              "energy_delay_js",
                                              "memory_references",
                                              "dram_weight_bytes",
                                              "dram_input_bytes",
                                              "dram_output_bytes",
                                              "stored_weight_bytes",
                                              "multiplier_utilization",
                                              "effective_utilization",
                                              "effectual_utilization",
                                              "barrier_fraction",
                                              "frames_per_second",
                                              "average_power_w",
                                              "dram_gb_per_s"};
  return names;
}

Json axes_to_json(const SweepPoint& point, const std::vector<std::string>& axes) {
  Json values = Json::array();
  for (const std::string& value : values_on(point, axes)) values.push_back(visible(value));
  return values;
}

Json sweep_to_json(const ReportSweep& sweep) {
  const std::vector<std::string> axes = varying_axes(sweep.points, all_axes(sweep.axes));
  const std::vector<std::string> workload = workload_axes(sweep.points, all_axes(sweep.axes));
  Json titles = Json::array(), names = Json::array();
  for (const std::string& title : axis_titles(axes)) titles.push_back(visible(title));
  for (const std::string& axis : axes) names.push_back(visible(axis));
  Json json{{"label", visible(sweep.label)}, {"axes", names}, {"titles", titles}};
  json["figures"] = figures_of_points();
  json["points"] = Json::array();
  const std::vector<SweepColumn> figures = sweep_figures(figures_of_points(), "report");
  for (const SweepPoint& point : sweep.points) {
    Json values = Json::array();
    for (const SweepColumn& figure : figures) values.push_back(figure.get(point));
    std::string of_workload;
    for (const std::string& value : values_on(point, workload)) of_workload += visible(value) + " ";
    json["points"].push_back({{"number", point.number},
                              {"status", to_string(point.status)},
                              {"axes", axes_to_json(point, axes)},
                              {"workload", of_workload},
                              {"values", values}});
  }
  return json;
}

}  // namespace

std::string report_json(const ReportData& report) {
  const std::vector<ReportMachine> machines = machines_of(report);
  Json json;
  json["definitions"] = definitions_to_json();
  json["components"] = components_to_json(machines);
  json["counters"] = meanings_to_json(report);
  json["machines"] = Json::array();
  for (const ReportMachine& machine : machines) json["machines"].push_back(machine_to_json(machine));
  json["sweeps"] = Json::array();
  for (const ReportSweep& sweep : report.sweeps) json["sweeps"].push_back(sweep_to_json(sweep));
  json["timelines"] = Json::array();
  for (const ReportTimeline& timeline : report.timelines)
    json["timelines"].push_back(timeline_to_json(timeline));
  return json_text(json);
}

}  // namespace scnnsim
