// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/trace/trace_statistics.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/compress.h"
#include "traces/statistics/activation_mask.h"

namespace scnnsim {
namespace {

void add_block(TensorStatistics& statistics, const std::int16_t* values, std::size_t count) {
  statistics.values += count;
  statistics.nonzeros +=
      static_cast<std::uint64_t>(std::count_if(values, values + count, [](int v) { return v != 0; }));
  statistics.entries += compress(values, count, index_bits_of_sizes).size();
}

TensorStatistics examine_weights(const LayerShape& s, const Tensor<std::int16_t>& weights) {
  TensorStatistics statistics;
  const std::size_t kernel = std::size_t{s.R} * s.S, channels = s.channels_per_group(),
                    filters = s.filters_per_group();
  std::vector<std::int16_t> block;
  for (std::size_t g = 0; g < s.groups; ++g)
    for (std::size_t first = 0; first < filters; first += output_channels_of_block)
      for (std::size_t c = 0; c < channels; ++c) {
        block.clear();
        for (std::size_t k = first; k < std::min<std::size_t>(first + output_channels_of_block, filters);
             ++k) {
          const std::int16_t* begin = &weights.data[((g * filters + k) * channels + c) * kernel];
          block.insert(block.end(), begin, begin + kernel);
        }
        add_block(statistics, block.data(), block.size());
      }
  return statistics;
}

TensorStatistics examine_activations(const LayerShape& s, const Tensor<std::int16_t>& activations) {
  TensorStatistics statistics;
  const std::size_t plane = std::size_t{s.H} * s.W;
  for (std::size_t c = 0; c < s.C; ++c) add_block(statistics, &activations.data[c * plane], plane);
  return statistics;
}

}  // namespace

TensorStatistics& TensorStatistics::operator+=(const TensorStatistics& other) {
  values += other.values;
  nonzeros += other.nonzeros;
  entries += other.entries;
  return *this;
}

LayerStatistics& LayerStatistics::operator+=(const LayerStatistics& other) {
  macs += other.macs;
  weights += other.weights;
  activations += other.activations;
  return *this;
}

LayerStatistics examine_layer(const Trace& trace, const TraceLayer& layer) {
  const LayerTensors tensors = trace.load(layer, operand_bits_of_sizes);
  const LayerShape& shape = layer.description.shape;
  return {shape.dense_macs(), examine_weights(shape, tensors.weights),
          examine_activations(shape, tensors.activations)};
}

namespace {

constexpr std::size_t pe_rows = 8, pe_columns = 8;  // SCNN table 2

const std::vector<TableColumn>& statistics_columns() {
  static const std::vector<TableColumn> all{
      {"layer", "layer"},
      {"input", "input"},
      {"density", "density", CellStyle::share},
      {"autocorrelation_1", "1", CellStyle::share, {}, "autocorrelation at distance"},
      {"autocorrelation_2", "2", CellStyle::share, {}, "autocorrelation at distance"},
      {"autocorrelation_4", "4", CellStyle::share, {}, "autocorrelation at distance"},
      {"autocorrelation_8", "8", CellStyle::share, {}, "autocorrelation at distance"},
      {"channel_correlation", "channels", CellStyle::share},
      {"border_density", "border", CellStyle::share, {}, "density"},
      {"inside_density", "inside", CellStyle::share, {}, "density"},
      {"tile_unevenness", "tiles", CellStyle::share},
      {"concentration", "concentration", CellStyle::ratio, {}, "fitted"},
      {"spectrum", "spectrum", CellStyle::ratio, {}, "fitted"},
      {"shared", "shared", CellStyle::share, {}, "fitted"},
      {"border", "border", CellStyle::ratio, {}, "fitted"},
  };
  return all;
}

nlohmann::ordered_json cell(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

TableRow statistics_row(const LayerDescription& layer, const ActivationMask& mask) {
  const auto border = border_densities(mask);
  TableRow row;
  row.cells = {layer.name, fmt::format("{} x {} x {}", mask.channels, mask.rows, mask.columns),
               mask.density()};
  for (const std::size_t distance : {1, 2, 4, 8}) row.cells.push_back(cell(autocorrelation(mask, distance)));
  row.cells.push_back(cell(channel_correlation(mask)));
  row.cells.push_back(border ? cell(border->outermost) : cell({}));
  row.cells.push_back(border ? cell(border->inside) : cell({}));
  row.cells.push_back(cell(tile_unevenness(mask, pe_rows, pe_columns)));
  row.cells.push_back(cell(fit_concentration(mask)));
  row.cells.push_back(cell(fit_spectrum(mask)));
  row.cells.push_back(cell(fit_shared(mask)));
  row.cells.push_back(cell(fit_border(mask)));
  return row;
}

}  // namespace

Table activation_statistics_table(const Trace& trace) {
  Table table;
  table.columns = statistics_columns();
  for (const TraceLayer& layer : trace.layers)
    table.rows.push_back(statistics_row(
        layer.description, ActivationMask::of(trace.load(layer, operand_bits_of_sizes).activations)));
  return table;
}

std::string activation_statistics_legend() {
  return fmt::format(
      "input: C x H x W. autocorrelation: of the non-zero mask of a channel. channels: correlation of two "
      "channels\n"
      "at one position. border: the outermost rows and columns. tiles: coefficient of variation of the "
      "densities\n"
      "of {} x {} PE tiles. fitted: parameters of the pattern correlated. traces/README.md has the "
      "definitions.\n",
      pe_rows, pe_columns);
}

}  // namespace scnnsim
