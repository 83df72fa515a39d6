// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/trace/trace_statistics.h"
#include "sim/tables/table.h"
#include "sim/text/json.h"
#include "sim/text/visible.h"

namespace scnnsim {

namespace {

enum class InfoFormat { text, json, csv };

}  // namespace

template <>
struct EnumNames<InfoFormat> {
  static constexpr std::array<std::string_view, 3> names{"text", "json", "csv"};
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

std::string head_of(const Trace& trace) {
  const std::size_t layers = trace.layers.size();
  return visible(
      fmt::format("{}: {} layer{}, {}", trace.network, layers, layers == 1 ? "" : "s", trace.checksum()));
}

Table size_table(const Trace& trace) {
  Table table;
  table.columns = columns;
  LayerStatistics total;
  for (const TraceLayer& layer : trace.layers) {
    const LayerStatistics statistics = examine_layer(trace, layer);
    table.rows.push_back(layer_row(layer.description, statistics));
    total += statistics;
  }
  table.rows.push_back(total_row(total));
  return table;
}

void print_text(const Trace& trace) {
  print_lines(fmt::format(
      "{}\n\n{}\ninput: C x H x W; filters: K x C/groups x R x S; output: K x P x Q. Sizes at {} bits per "
      "value, "
      "stored with {} bits of\n"
      "index per entry, in blocks of {} output channels x 1 input channel (weights) and 1 channel "
      "(activations).\n",
      head_of(trace), render(size_table(trace), TableFormat::text), operand_bits_of_sizes,
      index_bits_of_sizes, output_channels_of_block));
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

/// Rows as objects, by the names of the columns.
nlohmann::ordered_json rows_as_json(const Table& table) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const TableRow& row : table.rows) {
    rows.emplace_back();
    for (std::size_t i = 0; i < table.columns.size(); ++i) rows.back()[table.columns[i].name] = row.cells[i];
  }
  return rows;
}

void print_statistics(const Trace& trace, InfoFormat format) {
  const Table table = activation_statistics_table(trace);
  if (format == InfoFormat::csv) return print_lines(render(table, TableFormat::csv));
  if (format == InfoFormat::text)
    return print_lines(fmt::format("{}\n\n{}\n{}", head_of(trace), render(table, TableFormat::text),
                                   activation_statistics_legend()));
  print_lines(json_text(nlohmann::ordered_json{{"network", trace.network},
                                               {"checksum", trace.checksum()},
                                               {"layers", rows_as_json(table)}},
                        2) +
              "\n");
}

void print_sizes(const Trace& trace, InfoFormat format) {
  if (format == InfoFormat::csv) return print_lines(render(size_table(trace), TableFormat::csv));
  format == InfoFormat::text ? print_text(trace) : print_json(trace);
}

}  // namespace

int trace_info(const std::vector<std::string>& arguments) {
  CommandLine options("scnnsim trace info", "Shows the layers of a trace: shapes, densities, sizes, MACs.",
                      "  scnnsim trace info my-trace\n  scnnsim trace info my-trace --format json\n"
                      "  scnnsim trace info my-trace --statistics\n");
  options.positional("TRACE", "folder of the trace")
      .flag("statistics",
            "how the non-zero activations lie, and the parameters of the pattern correlated for it")
      .choice<InfoFormat>("format", "F", "{} (default: text)");
  if (!options.parse(arguments)) return 0;
  const auto format = options.find<InfoFormat>("format").value_or(InfoFormat::text);
  const Trace trace = Trace::open(options.at<std::string>("TRACE"));
  options.given("statistics") ? print_statistics(trace, format) : print_sizes(trace, format);
  return 0;
}

}  // namespace scnnsim
