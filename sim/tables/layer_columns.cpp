// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/layer_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/layer/result_columns.h"
#include "sim/tables/baselines.h"
#include "sim/tables/column_definitions.h"

namespace scnnsim {

using Json = nlohmann::ordered_json;

namespace {

using Names = std::vector<std::string>;

LayerColumn result_figure(const ResultColumn& result) {
  return {defined_column(std::string(result.name)), [&result](const RowSource& row) {
            const bool has_none = row.is_total && !result.in_totals();
            return has_none ? Json() : result.get(row.layer);
          }};
}

std::string share_name(CycleOwner owner) {
  return "share_" + std::string(to_string(owner));
}

LayerColumn share_of(CycleOwner owner) {
  return {defined_column(share_name(owner)), [owner](const RowSource& row) {
            const LayerResult& layer = row.layer;
            const double all = static_cast<double>(layer.cycles) * static_cast<double>(layer.pes);
            return Json(all > 0 ? static_cast<double>(layer.owned_by(owner)) / all : 0.0);
          }};
}

LayerColumn energy_of(const std::string& component) {
  return {energy_column(component), [component](const RowSource& row) {
            const auto found = row.layer.energy_pj.find(component);
            return found == row.layer.energy_pj.end() ? Json() : Json(found->second);
          }};
}

LayerColumn stored_per_dense() {
  return {defined_column("stored_per_dense"), [](const RowSource& row) {
            const double dense = static_cast<double>(row.layer.dense_weight_bytes);
            return dense > 0 ? Json(static_cast<double>(row.layer.stored_weight_bytes) / dense) : Json();
          }};
}

/// A share of two counts of the banked memory; empty without one, and where `needed` is not known.
template <class Part, class Whole>
LayerColumn share_in_memory(const char* name, Part part, Whole whole,
                            std::optional<std::uint64_t> LayerResult::*needed = &LayerResult::dram_row_hits) {
  return {defined_column(name), [part, whole, needed](const RowSource& row) {
            if (!(row.layer.*needed)) return Json();
            const auto all = static_cast<double>(whole(row.layer));
            return all > 0 ? Json(static_cast<double>(part(row.layer)) / all) : Json();
          }};
}

LayerColumn stream_rate(const char* name, std::uint64_t LayerResult::*bytes) {
  return {defined_column(name), [bytes](const RowSource& row) {
            const std::optional<double> seconds = row.layer.seconds();
            if (!seconds || *seconds <= 0) return Json();
            return Json(static_cast<double>(row.layer.*bytes) / *seconds / 1e9);
          }};
}

void add_memory_figures(LayerColumns& figures) {
  const auto known = [](const std::optional<std::uint64_t>& count) { return count.value_or(0); };
  const auto hits = [known](const LayerResult& layer) { return known(layer.dram_row_hits); };
  const auto atoms = [known](const LayerResult& layer) {
    return known(layer.dram_row_hits) + known(layer.dram_row_misses) + known(layer.dram_row_conflicts);
  };
  const auto moved = [known](const LayerResult& layer) { return known(layer.dram_moved_bytes); };
  const auto asked = [](const LayerResult& layer) {
    return layer.dram_weight_bytes + layer.dram_input_bytes + layer.dram_output_bytes;
  };
  const auto busy = [known](const LayerResult& layer) { return known(layer.dram_busy_cycles); };
  const auto in_use = [known](const LayerResult& layer) {
    return known(layer.dram_busy_cycles) + known(layer.dram_stalled_cycles);
  };
  figures.push_back(share_in_memory("dram_row_hit_share", hits, atoms));
  figures.push_back(share_in_memory("dram_bus_share", busy, in_use, &LayerResult::dram_stalled_cycles));
  figures.push_back(share_in_memory("dram_moved_per_asked", moved, asked));
  figures.push_back(stream_rate("dram_weight_gb_per_s", &LayerResult::dram_weight_bytes));
  figures.push_back(stream_rate("dram_input_gb_per_s", &LayerResult::dram_input_bytes));
  figures.push_back(stream_rate("dram_output_gb_per_s", &LayerResult::dram_output_bytes));
}

/// Components of the energy, in alphabetic order.
Names components_of(const std::vector<LabelledLayers>& runs) {
  std::set<std::string> components;
  for (const LabelledLayers& run : runs)
    for (const LayerResult& layer : run.layers)
      for (const auto& component : layer.energy_pj) components.insert(component.first);
  return {components.begin(), components.end()};
}

Names with_shares(Names names) {
  for (std::size_t i = cycle_owner_count; i-- > 0;) names.push_back(share_name(static_cast<CycleOwner>(i)));
  return names;
}

/// Whether some layer's temporal tiles are told (activation_ram.overflow = retile).
bool has_tiles(const std::vector<LabelledLayers>& runs) {
  for (const LabelledLayers& run : runs)
    for (const LayerResult& layer : run.layers)
      if (layer.tile) return true;
  return false;
}

Names cycles_columns(TableWidth width, const std::vector<LabelledLayers>& runs) {
  if (width == TableWidth::narrow)
    return {"cycles",           "multiplies",     "multiplier_utilization", "effectual_utilization",
            "barrier_fraction", "weight_density", "input_density"};
  Names names{"cycles",
              "dense_macs",
              "multiplies",
              "useful_multiplies",
              "effectual_multiplies",
              "placeholders",
              "multiplier_utilization",
              "effective_utilization",
              "effectual_utilization",
              "barrier_fraction",
              "temporal_tiles",
              "kc"};
  if (has_tiles(runs)) names.insert(names.end(), {"tile", "tiled_for"});
  names.insert(names.end(), {"weight_density", "input_density", "output_density"});
  return names;
}

Names memory_columns(TableWidth width) {
  if (width == TableWidth::narrow)
    return {"iaram_reads",       "oaram_writes",      "weight_fifo_reads", "accumulator_updates",
            "memory_references", "dram_weight_bytes", "dram_input_bytes",  "dram_output_bytes"};
  return {"iaram_reads",       "oaram_writes",      "weight_fifo_reads", "accumulator_updates", "halo_words",
          "memory_references", "dram_weight_bytes", "dram_input_bytes",  "dram_output_bytes"};
}

/// Labels of the tables that `energy_pj` is by, each once; empty ones where results do not tell.
Names energy_labels(const std::vector<LabelledLayers>& runs) {
  Names labels;
  for (const LabelledLayers& run : runs)
    for (const LayerResult& layer : run.layers) {
      const std::string label = layer.energy_table.value_or("");
      if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
    }
  return labels;
}

/// Whether `energy_pj` is, in all layers, by one of the tables that come with the program.
bool is_by_shipped_table(const std::vector<LabelledLayers>& runs) {
  const Names labels = energy_labels(runs);
  return labels.size() == 1 && (labels.front() == EnergyTable::of_public_values().label() ||
                                labels.front() == EnergyTable::fitted_to_scnn().label());
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// Takes the end from the name of a ratio or a spread.
void drop_comparison(std::string& column) {
  for (const std::string end : {"_ratio", "_spread"})
    if (ends_with(column, end)) column.resize(column.size() - end.size());
}

bool is_of_shipped_table(const std::string& column) {
  return column == "energy_45nm_pj" || column == "energy_16nm_pj";
}

/// Whether a column is an energy or follows from one, by any table.
bool is_energy(std::string column) {
  drop_comparison(column);
  return ends_with(column, "_pj") || column == "average_power_w" || column == "energy_delay_js";
}

/// Of those and the energy by energy.table, which a narrow table leaves out where one of them is the same.
Names energies_of(TableWidth width, const std::vector<LabelledLayers>& runs) {
  Names names = shipped_energies(runs);
  if (width == TableWidth::whole || names.empty() || !is_by_shipped_table(runs))
    names.insert(names.begin(), "energy_pj");
  return names;
}

Names energy_columns(const std::vector<LabelledLayers>& runs) {
  Names names;
  for (const std::string& component : components_of(runs)) names.push_back(energy_column(component).name);
  for (std::string& name : energies_of(TableWidth::whole, runs)) names.push_back(std::move(name));
  return names;
}

Names summary_columns(TableWidth width, const std::vector<LabelledLayers>& runs) {
  if (width == TableWidth::narrow) return with_shares({"cycles", "multiplier_utilization"});
  Names names{"cycles",         "multiplies", "multiplier_utilization", "effective_utilization",
              "temporal_tiles", "kc"};
  if (has_tiles(runs)) names.insert(names.end(), {"tile", "tiled_for"});
  return with_shares(std::move(names));
}

Names performance_columns(TableWidth width) {
  if (width == TableWidth::narrow)
    return {"seconds",   "frames_per_second", "effectual_gops", "dram_gb_per_s",
            "energy_pj", "average_power_w",   "energy_delay_js"};
  return {"cycles",        "seconds",   "frames_per_second", "effectual_gops", "effectual_utilization",
          "dram_gb_per_s", "energy_pj", "average_power_w",   "energy_delay_js"};
}

Names dram_columns(TableWidth width) {
  if (width == TableWidth::narrow)
    return {"cycles",         "dram_row_hit_share", "dram_row_misses", "dram_row_conflicts",
            "dram_refreshes", "dram_turnarounds",   "dram_bus_share",  "dram_gb_per_s"};
  return {"cycles",
          "dram_row_hits",
          "dram_row_misses",
          "dram_row_conflicts",
          "dram_row_hit_share",
          "dram_activates",
          "dram_precharges",
          "dram_refreshes",
          "dram_turnarounds",
          "dram_moved_bytes",
          "dram_written_bytes",
          "dram_moved_per_asked",
          "dram_busy_cycles",
          "dram_stalled_cycles",
          "dram_bus_share",
          "dram_weight_gb_per_s",
          "dram_input_gb_per_s",
          "dram_output_gb_per_s",
          "dram_gb_per_s"};
}

Names accesses_columns(TableWidth width, const std::vector<LabelledLayers>& runs) {
  Names names = width == TableWidth::narrow
                    ? Names{"memory_references", "dram_weight_bytes", "dram_input_bytes", "dram_output_bytes"}
                    : memory_columns(width);
  for (std::string& name : energies_of(width, runs)) names.push_back(std::move(name));
  names.emplace_back("verified");
  return names;
}

Names speedup_columns(TableWidth width, const std::vector<LabelledLayers>& runs) {
  Names names{"cycles", "speedup"};
  for (const std::string& energy : energies_of(width, runs)) {
    names.push_back(energy);
    names.push_back(energy + "_ratio");
  }
  return names;
}

}  // namespace

LayerColumns layer_figures(const std::vector<LabelledLayers>& runs,
                           const std::shared_ptr<const Baselines>& baselines) {
  LayerColumns figures;
  for (const ResultColumn& column : result_columns())
    if (column.name != "network" && column.name != "layer" && column.name != "architecture")
      figures.push_back(result_figure(column));
  for (std::size_t i = cycle_owner_count; i-- > 0;) figures.push_back(share_of(static_cast<CycleOwner>(i)));
  for (const std::string& component : components_of(runs)) figures.push_back(energy_of(component));
  figures.push_back(stored_per_dense());
  add_memory_figures(figures);
  for (LayerColumn& column : comparisons(figures, baselines)) figures.push_back(std::move(column));
  return figures;
}

Names shipped_energies(const std::vector<LabelledLayers>& runs) {
  for (const LabelledLayers& run : runs)
    for (const LayerResult& layer : run.layers)
      if (layer.energy_45nm_pj && layer.energy_16nm_pj) return {"energy_45nm_pj", "energy_16nm_pj"};
  return {};
}

std::string energy_origin(const std::vector<LabelledLayers>& runs) {
  Names tables;
  for (const std::string& label : energy_labels(runs))
    tables.push_back(label.empty() ? "a table that the results do not name" : "table " + label);
  return fmt::format("{}", fmt::join(tables, " and "));
}

bool is_by_energy_table(std::string column) {
  drop_comparison(column);
  return !is_of_shipped_table(column) && is_energy(column);
}

std::string energy_caption(const Names& columns, const std::vector<LabelledLayers>& runs) {
  return energy_caption(columns, runs, dram_bases(runs));
}

std::string energy_caption(const Names& columns, const std::vector<LabelledLayers>& runs,
                           const DramBases& bases) {
  const std::string origin = energy_origin(runs);
  if (origin.empty() || std::none_of(columns.begin(), columns.end(), is_energy)) return "";
  const bool is_named = std::any_of(columns.begin(), columns.end(), is_by_energy_table);
  return (is_named ? "; energies by " + origin : "") + dram_caption(bases);
}

Names main_columns(TableKind kind, const std::vector<LabelledLayers>& runs) {
  switch (kind) {
    case TableKind::memory:
      return {"memory_references", "dram_weight_bytes", "dram_input_bytes", "dram_output_bytes"};
    case TableKind::energy:
      return energies_of(TableWidth::whole, runs);
    case TableKind::storage:
      return {"stored_weight_bytes"};
    case TableKind::accesses:
      return {"memory_references", "energy_pj"};
    case TableKind::speedup:
      return speedup_columns(TableWidth::whole, runs);
    case TableKind::performance:
      return {"seconds", "energy_pj", "energy_delay_js"};
    case TableKind::dram:
      return {"dram_row_hit_share", "dram_bus_share"};
    case TableKind::cycles:
    case TableKind::stalls:
    case TableKind::summary:
      break;
  }
  return {"cycles"};
}

Names columns_of(TableKind kind, TableWidth width, const std::vector<LabelledLayers>& runs) {
  switch (kind) {
    case TableKind::cycles:
      return cycles_columns(width, runs);
    case TableKind::stalls:
      return with_shares({"cycles"});
    case TableKind::memory:
      return memory_columns(width);
    case TableKind::energy:
      return energy_columns(runs);
    case TableKind::storage:
      return {"weight_density",   "dense_weight_bytes", "stored_weight_bytes",
              "stored_per_dense", "temporal_tiles",     "dram_weight_bytes"};
    case TableKind::summary:
      return summary_columns(width, runs);
    case TableKind::speedup:
      return speedup_columns(width, runs);
    case TableKind::performance:
      return performance_columns(width);
    case TableKind::dram:
      return dram_columns(width);
    case TableKind::accesses:
      break;
  }
  return accesses_columns(width, runs);
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
  const auto add = [&](const char* name, auto get) { columns.push_back({defined_column(name), get}); };
  if (labels.size() > 1) add("run", [](const RowSource& row) { return Json(row.label); });
  if (networks.size() > 1) add("network", [](const RowSource& row) { return Json(row.layer.network); });
  if (architectures.size() > 1)
    add("architecture", [](const RowSource& row) { return Json(row.layer.architecture); });
  add("layer", [](const RowSource& row) { return Json(row.layer.layer); });
  return columns;
}

}  // namespace scnnsim
