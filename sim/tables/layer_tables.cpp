// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/layer_tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/layer/result_columns.h"
#include "sim/tables/baselines.h"
#include "sim/tables/choose_columns.h"
#include "sim/tables/column_definitions.h"
#include "sim/tables/layer_columns.h"
#include "sim/tables/table_rows.h"

namespace scnnsim {
namespace {

using Runs = std::vector<LabelledLayers>;

std::string caption_of(TableKind kind) {
  switch (kind) {
    case TableKind::cycles:
      return "Cycles and utilisation per layer";
    case TableKind::stalls:
      return "Who owns the PE-cycles (cycles x PEs), per layer";
    case TableKind::memory:
      return "Memory references and DRAM traffic per layer";
    case TableKind::energy:
      return "Energy by component per layer";
    case TableKind::storage:
      return "Bytes of the weights per layer: dense, as stored, and read (stored x temporal tiles)";
    case TableKind::summary:
      return "Cycles; issue ... idle: share of the PE-cycles";
    case TableKind::performance:
      return "Time, power and rates per layer, as simulated";
    case TableKind::dram:
      return "Banked memory per layer (dram.model: banked): rows, refreshes, turnarounds, buses, streams";
    case TableKind::speedup:
    case TableKind::accesses:
      break;
  }
  return "Memory references, DRAM traffic and energy";
}

bool are_all_in(const std::vector<std::string>& names, const std::vector<std::string>& all) {
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::find(all.begin(), all.end(), whole_column_name(name)) != all.end();
  });
}

std::string caption_of(TableKind kind, const Runs& runs, const Baselines& baselines,
                       const LayerTableOptions& options) {
  const bool fits = are_all_in(options.columns, columns_of(kind, TableWidth::whole, runs));
  if (kind == TableKind::speedup && fits)
    return fmt::format("Compared with {}: speed-up = its cycles / cycles, energy ratio = energy / its energy",
                       baselines.names());
  const std::string caption = fits ? caption_of(kind) : "Figures per layer";
  return options.baseline ? fmt::format("{}; ratios to {}", caption, baselines.names()) : caption;
}

/// Layers of one run by architecture, in the order in which they appear.
std::vector<std::vector<LayerResult>> by_architecture(const std::vector<LayerResult>& layers) {
  std::vector<std::vector<LayerResult>> groups;
  for (const LayerResult& layer : layers) {
    if (groups.empty() || groups.back().front().architecture != layer.architecture) groups.emplace_back();
    groups.back().push_back(layer);
  }
  return groups;
}

/// A ratio after each figure of which `has_ratio` is true.
template <class HasRatio>
LayerColumns with_ratios(const LayerColumns& figures, const HasRatio& has_ratio,
                         const std::shared_ptr<const Baselines>& baselines) {
  LayerColumns columns;
  for (const LayerColumn& figure : figures) {
    columns.push_back(figure);
    if (has_ratio(figure.shown.name)) columns.push_back(ratio_column(figure, baselines));
  }
  return columns;
}

/// What the figures of DRAM do not tell: that there is no banked memory, or that a machine does not wait.
std::string memory_caption(TableKind kind, const std::vector<std::string>& columns, const Runs& runs) {
  bool is_banked = false, has_oracle = false;
  for (const LabelledLayers& run : runs)
    for (const LayerResult& layer : run.layers) {
      is_banked |= layer.dram_row_hits.has_value();
      has_oracle |= layer.architecture == "scnn_oracle";
    }
  std::string text;
  if (kind == TableKind::dram && !is_banked)
    text += "; no layer ran on a banked memory: dram.model is pipe, which has none";
  if (has_oracle && std::find(columns.begin(), columns.end(), "dram_gb_per_s") != columns.end())
    text += "; scnn_oracle waits for no DRAM: its rate may exceed the memory's";
  return text;
}

Table fill(const LayerColumns& columns, const Runs& runs) {
  Table table;
  for (const LayerColumn& one : columns) table.columns.push_back(one.shown);
  const auto add_row = [&](const LayerResult& layer, const std::string& label, bool is_total) {
    TableRow& row = table.rows.emplace_back();
    row.is_total = is_total;
    for (const LayerColumn& one : columns) row.cells.push_back(one.get({layer, label, is_total}));
  };
  for (const LabelledLayers& run : runs)
    for (const auto& layers : by_architecture(run.layers)) {
      for (const LayerResult& layer : layers) add_row(layer, run.label, false);
      add_row(total_of(layers), run.label, true);
    }
  return table;
}

LayerColumns figures_of(TableKind kind, const Runs& runs, const LayerTableOptions& options,
                        const std::shared_ptr<const Baselines>& baselines) {
  const std::vector<std::string> main = main_columns(kind, runs);
  std::vector<std::string> chosen = options.columns;
  if (chosen.empty() && (options.side_by_side || options.mean)) chosen = main;
  if (chosen.empty())
    chosen = columns_of(kind, options.is_narrow ? TableWidth::narrow : TableWidth::whole, runs);
  LayerColumns figures = choose_columns(layer_figures(runs, baselines), chosen);
  if (!options.baseline || kind == TableKind::speedup) return figures;
  const auto has_ratio = [&](const std::string& name) {
    return options.columns.empty() ? std::find(main.begin(), main.end(), name) != main.end() : is_cost(name);
  };
  return with_ratios(figures, has_ratio, baselines);
}

}  // namespace

Table make_layer_table(TableKind kind, const Runs& runs, const LayerTableOptions& options) {
  const auto baselines = std::make_shared<const Baselines>(runs, options.baseline);
  const LayerColumns identity = identity_columns(runs);
  LayerColumns columns = identity;
  for (LayerColumn& figure : figures_of(kind, runs, options, baselines)) columns.push_back(std::move(figure));
  Table table = fill(columns, runs);
  table.identity = identity.size();
  if (options.mean) table = mean_over_runs(table, identity.size());
  if (options.totals_alone && !options.side_by_side) keep_totals(table);
  if (!options.sort_by.empty()) sort_rows(table, options.sort_by, options.largest_first);
  if (options.totals_alone && !options.side_by_side) mark_lowest(table);
  if (options.side_by_side) table = side_by_side(table, identity.size());
  if (options.totals_alone && options.side_by_side) keep_totals(table);
  table.caption = caption_of(kind, runs, *baselines, options);
  std::vector<std::string> shown;
  for (const LayerColumn& column : columns) shown.push_back(column.shown.name);
  table.caption += energy_caption(shown, runs) + memory_caption(kind, shown, runs);
  if (options.mean) table.caption += "; means over the runs, spread: largest less smallest";
  table.label = to_string(kind);
  return table;
}

}  // namespace scnnsim
