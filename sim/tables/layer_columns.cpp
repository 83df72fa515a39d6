// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/layer_columns.h"

#include <algorithm>
#include <set>

#include "sim/layer/result_columns.h"
#include "sim/tables/baselines.h"

namespace scnnsim {

using Json = nlohmann::ordered_json;

LayerColumn layer_column(Column column, const char* title) {
  const ResultColumn& result = result_column(column);
  const std::string shown(title ? title : result.title);
  return {{std::string(result.name), shown, result.style, std::string(result.unit)},
          [&result](const RowSource& row) {
            const bool has_none = row.is_total && !result.in_totals();
            return has_none ? Json() : result.get(row.layer);
          }};
}

namespace {

LayerColumn share_of(CycleOwner owner) {
  return {{"share_" + std::string(to_string(owner)), std::string(to_string(owner)), CellStyle::share},
          [owner](const RowSource& row) {
            const LayerResult& layer = row.layer;
            const double all = static_cast<double>(layer.cycles) * static_cast<double>(layer.pes);
            return Json(all > 0 ? static_cast<double>(layer.owned_by(owner)) / all : 0.0);
          }};
}

void add_shares(LayerColumns& columns) {
  for (std::size_t i = cycle_owner_count; i-- > 0;) columns.push_back(share_of(static_cast<CycleOwner>(i)));
}

LayerColumns layer_columns(std::initializer_list<Column> columns) {
  LayerColumns all;
  for (const Column column : columns) all.push_back(layer_column(column));
  return all;
}

LayerColumns cycles_columns() {
  return layer_columns({Column::cycles, Column::dense_macs, Column::multiplies, Column::useful_multiplies,
                        Column::placeholders, Column::multiplier_utilization, Column::effective_utilization,
                        Column::barrier_fraction, Column::temporal_tiles, Column::kc, Column::weight_density,
                        Column::input_density, Column::output_density});
}

LayerColumns summary_columns() {
  LayerColumns columns = layer_columns(
      {Column::cycles, Column::multiplies, Column::multiplier_utilization, Column::effective_utilization});
  add_shares(columns);
  return columns;
}

LayerColumns stalls_columns() {
  LayerColumns columns = layer_columns({Column::cycles});
  add_shares(columns);
  return columns;
}

LayerColumns memory_columns() {
  return layer_columns({Column::iaram_reads, Column::oaram_writes, Column::weight_fifo_reads,
                        Column::accumulator_updates, Column::halo_words, Column::memory_references,
                        Column::dram_weight_bytes, Column::dram_input_bytes, Column::dram_output_bytes});
}

LayerColumns accesses_columns() {
  LayerColumns columns = memory_columns();
  columns.push_back(layer_column(Column::energy_pj));
  columns.push_back(layer_column(Column::verified));
  return columns;
}

/// "acc. banks" of "accumulator_banks": a table of energy has many columns.
std::string short_title(const std::string& component) {
  static const std::pair<const char*, const char*> forms[] = {
      {"accumulators", "acc."}, {"accumulator", "acc."}, {"activations", "act."}, {"activation", "act."},
      {"coordinate", "coord."}, {"multiplier", "mult."}, {"network", "netw."},    {"exchange", "exch."}};
  std::string title = component;
  std::replace(title.begin(), title.end(), '_', ' ');
  for (const auto& [whole, shortened] : forms)
    if (const std::size_t place = title.find(whole); place != std::string::npos)
      title.replace(place, std::string(whole).size(), shortened);
  return title;
}

LayerColumns energy_columns(const std::vector<LabelledLayers>& runs) {
  std::set<std::string> components;
  for (const LabelledLayers& run : runs)
    for (const LayerResult& layer : run.layers)
      for (const auto& component : layer.energy_pj) components.insert(component.first);
  LayerColumns columns;
  for (const std::string& name : components) {
    columns.push_back(
        {{name + "_pj", short_title(name), CellStyle::picojoules}, [name](const RowSource& row) {
           const auto found = row.layer.energy_pj.find(name);
           return found == row.layer.energy_pj.end() ? Json() : Json(found->second);
         }});
  }
  columns.push_back(layer_column(Column::energy_pj, "total"));
  return columns;
}

LayerColumns storage_columns() {
  return {layer_column(Column::weight_density),
          layer_column(Column::dense_weight_bytes, "dense"),
          layer_column(Column::stored_weight_bytes, "stored"),
          {{"stored_per_dense", "stored / dense", CellStyle::share},
           [](const RowSource& row) {
             const double dense = static_cast<double>(row.layer.dense_weight_bytes);
             return dense > 0 ? Json(static_cast<double>(row.layer.stored_weight_bytes) / dense) : Json();
           }},
          layer_column(Column::temporal_tiles),
          layer_column(Column::dram_weight_bytes, "read from DRAM")};
}

}  // namespace

std::vector<std::string> main_columns(TableKind kind) {
  switch (kind) {
    case TableKind::memory:
      return {"memory_references", "dram_weight_bytes", "dram_input_bytes", "dram_output_bytes"};
    case TableKind::energy:
      return {"energy_pj"};
    case TableKind::storage:
      return {"stored_weight_bytes"};
    case TableKind::accesses:
      return {"memory_references", "energy_pj"};
    case TableKind::speedup:
      return {"cycles", "speedup", "energy_pj", "energy_ratio"};
    case TableKind::cycles:
    case TableKind::stalls:
    case TableKind::summary:
      break;
  }
  return {"cycles"};
}

LayerColumns columns_of(TableKind kind, const std::vector<LabelledLayers>& runs,
                        const std::shared_ptr<const Baselines>& baselines) {
  switch (kind) {
    case TableKind::cycles:
      return cycles_columns();
    case TableKind::stalls:
      return stalls_columns();
    case TableKind::memory:
      return memory_columns();
    case TableKind::energy:
      return energy_columns(runs);
    case TableKind::storage:
      return storage_columns();
    case TableKind::summary:
      return summary_columns();
    case TableKind::speedup:
      return speedup_columns(baselines);
    case TableKind::accesses:
      break;
  }
  return accesses_columns();
}

LayerColumns identity_columns(const std::vector<LabelledLayers>& runs) {
  std::set<std::string> labels, networks, architectures;
  for (const LabelledLayers& run : runs) {
    labels.insert(run.label);
    for (const LayerResult& layer : run.layers) {
      networks.insert(layer.network);
      architectures.insert(layer.architecture);
    }
  }
  LayerColumns columns;
  const auto add = [&](const char* name, auto get) {
    columns.push_back({{name, name, CellStyle::text}, get});
  };
  if (labels.size() > 1) add("run", [](const RowSource& row) { return Json(row.label); });
  if (networks.size() > 1) add("network", [](const RowSource& row) { return Json(row.layer.network); });
  if (architectures.size() > 1)
    add("architecture", [](const RowSource& row) { return Json(row.layer.architecture); });
  add("layer", [](const RowSource& row) { return Json(row.layer.layer); });
  return columns;
}

}  // namespace scnnsim
