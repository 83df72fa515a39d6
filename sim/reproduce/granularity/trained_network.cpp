// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/granularity/trained_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/text/read_csv.h"
#include "traces/support/error.h"
#include "traces/support/named_file.h"
#include "traces/support/scalar.h"

namespace scnnsim::trained {
namespace {

std::string compiled_in(const std::string& path) {
  const auto text = embedded_file(path);
  if (!text) throw UserError("configs/" + path + ": is not compiled into this program");
  return std::string(*text);
}

/// Cells of a row of layers, by column.
class LayerRow {
 public:
  LayerRow(const CsvRows& csv, const CsvRows::Row& row) : csv_(csv), row_(row) {}

  const std::string& text(const char* column) const {
    const auto found = std::find(csv_.header.begin(), csv_.header.end(), column);
    if (found == csv_.header.end())
      throw UserError(fmt::format("{}: got the columns {}, expected one named {}", csv_.header_where,
                                  csv_.header_text, column));
    return row_.cells[static_cast<std::size_t>(found - csv_.header.begin())];
  }
  template <class T>
  T value(const char* column, const ValueRange<T>& range) const {
    return parse_scalar<T>(text(column), where(column), range);
  }
  std::optional<double> number(const char* column, const ValueRange<double>& range) const {
    return text(column).empty() ? std::nullopt : std::optional(value<double>(column, range));
  }
  std::string where(const char* column) const { return fmt::format("{}: {}", row_.where, column); }

 private:
  const CsvRows& csv_;
  const CsvRows::Row& row_;
};

TrainedPoint point_of(const LayerRow& row) {
  return {row.text("seed"), parse_scalar<Granularity>(row.text("granularity"), row.where("granularity")),
          row.value<double>("density", {1e-6, 1})};
}

/// `layer` comes with its dense shape.
void read_live_layer(const LayerRow& row, NetworkLayer& layer) {
  constexpr ValueRange<double> share{0, 1};
  LayerShape& shape = layer.description.shape;
  shape.C = row.value<std::uint32_t>("channels", {1, shape.C});
  shape.K = row.value<std::uint32_t>("filters", {1, shape.K});
  layer.weight_density = row.value<double>("weight_density", share);
  layer.input_density = row.value<double>("input_density", share);
  layer.output_density = row.number("output_density", share);
  for (const PatternParameter& parameter : pattern_parameters())
    layer.pattern.*parameter.member = row.number(parameter.name, parameter.range);
}

double weights_in(const NetworkLayer& layer) {
  const LayerShape& s = layer.description.shape;
  return static_cast<double>(std::uint64_t{s.K} * s.channels_per_group() * s.R * s.S);
}

}  // namespace

TrainedNetwork TrainedNetwork::load(const PaperNetwork& named) {
  const std::string path = "measured/" + named.config, accuracies = path + ".csv",
                    layers = path + "-layers.csv", shapes = path.substr(0, path.find('-')) + ".yaml";
  return parse(named.name, YamlNode::parse(compiled_in(shapes), "configs/" + shapes),
               AccuracyFile::parse(compiled_in(accuracies), "configs/" + accuracies), compiled_in(layers),
               "configs/" + layers);
}

TrainedNetwork TrainedNetwork::parse(const std::string& name, const YamlNode& shapes, AccuracyFile accuracies,
                                     const std::string& layers_text, const std::string& layers_name) {
  TrainedNetwork network;
  network.name_ = name;
  network.place_ = layers_name;
  network.shapes_ = read_network(shapes);
  network.accuracies_ = std::move(accuracies);
  const CsvRows csv = read_csv(layers_text, layers_name);
  for (const CsvRows::Row& cells : csv.rows) {
    const LayerRow row(csv, cells);
    std::vector<NetworkLayer>& layers = network.layers_[point_of(row)];
    if (layers.size() == network.shapes_.layers.size())
      throw UserError(fmt::format("{}: got more layers than the network's {}", cells.where, layers.size()));
    layers.push_back(network.shapes_.layers[layers.size()]);
    if (row.text("layer") != layers.back().description.name)
      throw UserError(fmt::format("{}: got {}, expected {}, the network's next layer", row.where("layer"),
                                  row.text("layer"), layers.back().description.name));
    read_live_layer(row, layers.back());
  }
  return network;
}

std::vector<Granularity> TrainedNetwork::granularities() const {
  std::set<Granularity> all;
  for (const auto& [point, layers] : layers_)
    if (point.granularity != Granularity::none) all.insert(point.granularity);
  return {all.begin(), all.end()};
}

std::vector<double> TrainedNetwork::densities(const Granularity& granularity) const {
  std::set<double> all;
  for (const auto& [point, layers] : layers_)
    if (point.granularity == granularity) all.insert(point.density);
  if (!granularity.is_n_of_m()) all.insert(1);
  return {all.begin(), all.end()};
}

std::vector<std::string> TrainedNetwork::layer_names() const {
  std::vector<std::string> names;
  for (const NetworkLayer& layer : shapes_.layers) names.push_back(layer.description.name);
  return names;
}

bool TrainedNetwork::stays_dense(const std::string& layer) const {
  return std::any_of(shapes_.layers.begin(), shapes_.layers.end(), [&](const NetworkLayer& one) {
    return one.description.name == layer && one.weight_density;
  });
}

const std::vector<NetworkLayer>& TrainedNetwork::layers(TrainedPoint point) const {
  if (point.density == 1) point.granularity = Granularity::none;
  const auto found = layers_.find(point);
  if (found == layers_.end() || found->second.size() != shapes_.layers.size())
    throw UserError(fmt::format("{}: has not all {} layers of {} at density {}, seed {}", place_,
                                shapes_.layers.size(), to_string(point.granularity), point.density,
                                point.run));
  return found->second;
}

double TrainedNetwork::weights_left(const TrainedPoint& point) const {
  double left = 0, all = 0;
  for (const NetworkLayer& layer : layers(point)) left += *layer.weight_density * weights_in(layer);
  for (const NetworkLayer& layer : shapes_.layers) all += weights_in(layer);
  return left / all;
}

double interpolated(const std::map<double, double>& curve, double density) {
  const auto above = curve.lower_bound(density);
  if (above == curve.end()) return curve.rbegin()->second;
  if (above == curve.begin() || above->first == density) return above->second;
  const auto below = std::prev(above);
  const double share = (density - below->first) / (above->first - below->first);
  return below->second + share * (above->second - below->second);
}

}  // namespace scnnsim::trained
