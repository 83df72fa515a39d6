// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/cli/command_line.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/trace/trace_statistics.h"
#include "sim/cli/trace/trace_subcommands.h"
#include "sim/tables/table.h"
#include "sim/text/json.h"
#include "sim/text/visible.h"

namespace scnnsim {

namespace {

enum class InfoFormat { text, json };

}  // namespace

template <>
struct EnumNames<InfoFormat> {
  static constexpr std::array<std::string_view, 2> names{"text", "json"};
};

namespace {

const std::vector<TableColumn> columns{
    {"layer", "layer"},
    {"input", "input"},
    {"filters", "filters"},
    {"stride", "stride"},
    {"groups", "groups"},
    {"output", "output"},
    {"granularity", "granularity"},
    {"macs", "MACs", CellStyle::count},
    {"weight_density", "weights", CellStyle::share},
    {"weight_dense_bytes", "dense", CellStyle::integer, "B"},
    {"weight_stored_bytes", "stored", CellStyle::integer, "B"},
    {"activation_density", "activations", CellStyle::share},
    {"activation_dense_bytes", "dense", CellStyle::integer, "B"},
    {"activation_stored_bytes", "stored", CellStyle::integer, "B"},
};

std::uint64_t bytes(std::uint64_t bits) {
  return (bits + 7) / 8;
}

void add_statistics(TableRow& row, const LayerStatistics& s) {
  row.cells.emplace_back(s.macs);
  for (const TensorStatistics* tensor : {&s.weights, &s.activations})
    row.cells.insert(row.cells.end(),
                     {tensor->density(), bytes(tensor->dense_bits()), bytes(tensor->stored_bits())});
}

TableRow layer_row(const LayerDescription& layer, const LayerStatistics& statistics) {
  const LayerShape& s = layer.shape;
  TableRow row;
  row.cells = {layer.name,
               fmt::format("{} x {} x {}", s.C, s.H, s.W),
               fmt::format("{} x {} x {} x {}", s.K, s.channels_per_group(), s.R, s.S),
               fmt::format("{} x {}", s.stride_h, s.stride_w),
               fmt::format("{}", s.groups),
               fmt::format("{} x {} x {}", s.K, s.P(), s.Q()),
               std::string(to_string(layer.granularity))};
  add_statistics(row, statistics);
  return row;
}

TableRow total_row(const LayerStatistics& total) {
  TableRow row;
  row.is_total = true;
  row.cells = {"total", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
  add_statistics(row, total);
  return row;
}

void print_text(const Trace& trace) {
  const std::size_t layers = trace.layers.size();
  Table table;
  const std::string head =
      fmt::format("{}: {} layer{}, {}", trace.network, layers, layers == 1 ? "" : "s", trace.checksum());
  table.columns = columns;
  LayerStatistics total;
  for (const TraceLayer& layer : trace.layers) {
    const LayerStatistics statistics = examine_layer(trace, layer);
    table.rows.push_back(layer_row(layer.description, statistics));
    total += statistics;
  }
  table.rows.push_back(total_row(total));
  print_lines(fmt::format(
      "{}\n\n{}\ninput: C x H x W; filters: K x C/groups x R x S; output: K x P x Q. Sizes at {} bits per "
      "value, "
      "stored with {} bits of\n"
      "index per entry, in blocks of {} output channels x 1 input channel (weights) and 1 channel "
      "(activations).\n",
      visible(head), render(table, TableFormat::text), operand_bits_of_sizes, index_bits_of_sizes,
      output_channels_of_block));
}

nlohmann::ordered_json as_json(const TensorStatistics& s) {
  return {{"values", s.values},           {"nonzeros", s.nonzeros},      {"density", s.density()},
          {"dense_bits", s.dense_bits()}, {"stored_entries", s.entries}, {"stored_bits", s.stored_bits()}};
}

nlohmann::ordered_json as_json(const LayerDescription& layer, const LayerStatistics& statistics) {
  const LayerShape& s = layer.shape;
  return {{"name", layer.name},
          {"C", s.C},
          {"K", s.K},
          {"H", s.H},
          {"W", s.W},
          {"R", s.R},
          {"S", s.S},
          {"P", s.P()},
          {"Q", s.Q()},
          {"stride", {s.stride_h, s.stride_w}},
          {"pad", {s.pad_top, s.pad_left, s.pad_bottom, s.pad_right}},
          {"dilation", {s.dilation_h, s.dilation_w}},
          {"groups", s.groups},
          {"relu", layer.rectifies()},
          {"after", layer.after},
          {"output_shift", layer.output_shift},
          {"granularity", to_string(layer.granularity)},
          {"input", to_string(layer.input)},
          {"macs", statistics.macs},
          {"weights", as_json(statistics.weights)},
          {"activations", as_json(statistics.activations)}};
}

void print_json(const Trace& trace) {
  nlohmann::ordered_json json{{"network", trace.network}, {"checksum", trace.checksum()}};
  LayerStatistics total;
  for (const TraceLayer& layer : trace.layers) {
    const LayerStatistics statistics = examine_layer(trace, layer);
    json["layers"].push_back(as_json(layer.description, statistics));
    total += statistics;
  }
  json["total"] = {
      {"macs", total.macs}, {"weights", as_json(total.weights)}, {"activations", as_json(total.activations)}};
  print_lines(json_text(json, 2) + "\n");
}

}  // namespace

int trace_info(const std::vector<std::string>& arguments) {
  CommandLine options("scnnsim trace info", "Shows the layers of a trace: shapes, densities, sizes, MACs.",
                      "  scnnsim trace info my-trace\n  scnnsim trace info my-trace --format json\n");
  options.positional("TRACE", "folder of the trace").value("format", "F", "text or json (default: text)");
  if (!options.parse(arguments)) return 0;
  const auto format = options.find<InfoFormat>("format").value_or(InfoFormat::text);
  const Trace trace = Trace::open(options.at<std::string>("TRACE"));
  format == InfoFormat::text ? print_text(trace) : print_json(trace);
  return 0;
}

}  // namespace scnnsim
