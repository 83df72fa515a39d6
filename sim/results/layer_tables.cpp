// SPDX-License-Identifier: Apache-2.0
#include "sim/results/layer_tables.h"

#include "sim/results/layer_columns.h"
#include "sim/results/result_columns.h"
#include "sim/results/speedup_columns.h"

namespace scnnsim {
namespace {

std::string caption_of(TableKind kind, const std::vector<LabelledLayers>& runs) {
  switch (kind) {
    case TableKind::cycles:
      return "Cycles and utilisation per layer";
    case TableKind::stalls:
      return "Who owns the PE-cycles (cycles x PEs), per layer";
    case TableKind::memory:
      return "Memory references and DRAM traffic per layer";
    case TableKind::energy:
      return "Energy by component per layer";
    case TableKind::summary:
      return "Cycles; issue ... idle: share of the PE-cycles";
    case TableKind::speedup:
      return speedup_caption(runs);
    case TableKind::accesses:
      break;
  }
  return "Memory references, DRAM traffic and energy";
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

}  // namespace

Table make_layer_table(TableKind kind, const std::vector<LabelledLayers>& runs) {
  LayerColumns columns = identity_columns(runs);
  for (LayerColumn& figure : columns_of(kind, runs)) columns.push_back(std::move(figure));
  Table table{caption_of(kind, runs), {}, {}};
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

}  // namespace scnnsim
