// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/cli/trace_options.h"
#include "sim/cli/trace_statistics.h"
#include "sim/cli/trace_subcommands.h"
#include "sim/cli/trace_table.h"

namespace scnnsim {

namespace {

enum class InfoFormat { text, json };

}  // namespace

template <>
struct EnumNames<InfoFormat> {
  static constexpr std::array<std::string_view, 2> names{"text", "json"};
};

namespace {

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

std::string size(double bits) {
  const double bytes = bits / 8;
  if (bytes < 1024) return fmt::format("{:.0f} B", bytes);
  if (bytes < 1024 * 1024) return fmt::format("{:.1f} KiB", bytes / 1024);
  return fmt::format("{:.1f} MiB", bytes / 1024 / 1024);
}

std::string count(std::uint64_t value) {
  const auto number = static_cast<double>(value);
  if (value < 10'000) return fmt::format("{}", value);
  if (value < 1'000'000) return fmt::format("{:.1f} k", number / 1e3);
  if (value < 10'000'000'000) return fmt::format("{:.1f} M", number / 1e6);
  return fmt::format("{:.2f} G", number / 1e9);
}

std::vector<std::string> row(const std::string& name, const LayerDescription* layer,
                             const LayerStatistics& s) {
  std::vector<std::string> cells{name};
  if (layer) {
    const LayerShape& shape = layer->shape;
    cells.insert(cells.end(),
                 {fmt::format("{} x {} x {}", shape.C, shape.H, shape.W),
                  fmt::format("{} x {} x {} x {}", shape.K, shape.channels_per_group(), shape.R, shape.S),
                  fmt::format("{}, {}", shape.stride_h, shape.stride_w), fmt::format("{}", shape.groups),
                  fmt::format("{} x {} x {}", shape.K, shape.P(), shape.Q()),
                  std::string(to_string(layer->granularity))});
  } else {
    cells.resize(7);
  }
  cells.insert(cells.end(), {count(s.macs), percent(s.weights.density()), size(s.weights.dense_bits()),
                             size(s.weights.stored_bits()), percent(s.activations.density()),
                             size(s.activations.dense_bits()), size(s.activations.stored_bits())});
  return cells;
}

void print_text(const Trace& trace) {
  TextTable table({"layer", "input", "filters", "stride", "groups", "output", "granularity", "MACs",
                   "weights", "dense", "stored", "activations", "dense", "stored"},
                  7);
  LayerStatistics total;
  for (const TraceLayer& layer : trace.layers) {
    const LayerStatistics statistics = examine_layer(trace, layer);
    table.add(row(layer.description.name, &layer.description, statistics));
    total += statistics;
  }
  table.add(row("total", nullptr, total));
  const std::size_t layers = trace.layers.size();
  fmt::print("{}: {} layer{}, {}\n\n{}\n", trace.network, layers, layers == 1 ? "" : "s", trace.checksum(),
             table.text());
  fmt::print(
      "input: C x H x W; filters: K x C/groups x R x S; output: K x P x Q. Sizes at {} bits per value, "
      "stored with {} bits of\n"
      "index per entry, in blocks of {} output channels x 1 input channel (weights) and 1 channel "
      "(activations).\n",
      operand_bits_of_sizes, index_bits_of_sizes, output_channels_of_block);
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
          {"relu", layer.relu},
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
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace

int trace_info(const std::vector<std::string>& arguments) {
  TraceOptions options("scnnsim trace info", "Shows the layers of a trace: shapes, densities, sizes, MACs.",
                       "  scnnsim trace info my-trace\n  scnnsim trace info my-trace --format json\n");
  options.positional("TRACE", "folder of the trace").value("format", "F", "text or json (default: text)");
  if (!options.parse(arguments)) return 0;
  const auto format = options.find<InfoFormat>("format").value_or(InfoFormat::text);
  const Trace trace = Trace::open(options.at<std::string>("TRACE"));
  format == InfoFormat::text ? print_text(trace) : print_json(trace);
  return 0;
}

}  // namespace scnnsim
