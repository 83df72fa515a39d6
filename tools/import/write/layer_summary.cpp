// SPDX-License-Identifier: Apache-2.0
#include "tools/import/write/layer_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/tables/table.h"

namespace scnnsim {

namespace {

struct Spread {
  double mean, deviation;
};

Spread spread_of(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, values.size() < 2 ? 0 : std::sqrt(squares / (count - 1))};
}

/// "43.5 %", or "43.5 +- 2.1 %" over several images.
std::string density_text(const std::vector<double>& densities) {
  const Spread spread = spread_of(densities);
  if (densities.size() < 2) return fmt::format("{:.1f} %", 100 * spread.mean);
  return fmt::format("{:.1f} +- {:.1f} %", 100 * spread.mean, 100 * spread.deviation);
}

std::vector<TableColumn> columns_of(bool is_quantised) {
  std::vector<TableColumn> columns{{"layer", "layer"},
                                   {"operator", "operator"},
                                   {"input", "input"},
                                   {"filters", "filters"},
                                   {"output", "output"},
                                   {"weight_density", "weights", CellStyle::axis},
                                   {"input_density", "input", CellStyle::axis},
                                   {"written_density", "written", CellStyle::axis},
                                   {"granularity", "granularity"},
                                   {"after", "after"},
                                   {"folded", "folded"}};
  columns[5].group = columns[6].group = columns[7].group = "density";
  if (is_quantised) columns.push_back({"error", "error", CellStyle::share});
  return columns;
}

TableRow row_of(const LayerSummary& layer, bool is_quantised) {
  const LayerShape& s = layer.description.shape;
  TableRow row;
  row.cells = {
      layer.description.name,
      layer.op,
      fmt::format("{} x {} x {}", s.C, s.H, s.W),
      fmt::format("{} x {} x {} x {}", s.K, s.channels_per_group(), s.R, s.S),
      fmt::format("{} x {} x {}", s.K, s.P(), s.Q()),
      density_text({layer.weights}),
      density_text(layer.activations),
      density_text(layer.written),
      std::string(to_string(layer.description.granularity)),
      layer.description.after.empty() ? "-" : fmt::format("{}", fmt::join(layer.description.after, ", ")),
      layer.folded.empty() ? "-" : fmt::format("{}", fmt::join(layer.folded, ", "))};
  if (!is_quantised) return row;
  if (layer.error.empty())
    row.cells.emplace_back(nullptr);
  else
    row.cells.emplace_back(*std::max_element(layer.error.begin(), layer.error.end()));
  return row;
}

}  // namespace

void summarise(const ImportedLayer& layer, LayerSummary& summary) {
  summary.description = layer.description;
  summary.op = layer.op;
  summary.folded = layer.folded;
  summary.notes = layer.notes;
  if (layer.floats) {
    summary.weights = density(layer.floats->weights);
    summary.activations.push_back(density(layer.floats->activations));
    summary.written.push_back(density(layer.floats->written));
    return;
  }
  summary.weights = density(layer.integers.weights);
  summary.activations.push_back(density(layer.integers.activations));
  summary.written.push_back(layer.integers.written ? density(*layer.integers.written) : 0);
  if (layer.quantisation_error) summary.error.push_back(*layer.quantisation_error);
}

std::string summary_table(const std::vector<LayerSummary>& layers) {
  const bool is_quantised = std::any_of(layers.begin(), layers.end(),
                                        [](const LayerSummary& layer) { return !layer.error.empty(); });
  Table table;
  table.columns = columns_of(is_quantised);
  for (const LayerSummary& layer : layers) table.rows.push_back(row_of(layer, is_quantised));
  std::string text = render(table, TableFormat::text);
  for (const LayerSummary& layer : layers)
    for (const std::string& note : layer.notes) text += fmt::format("{}: {}\n", layer.description.name, note);
  return text;
}

}  // namespace scnnsim
