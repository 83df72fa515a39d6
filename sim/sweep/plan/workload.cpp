// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/workload.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/run/name_errors.h"
#include "traces/generate.h"
#include "traces/support/checksum.h"
#include "traces/support/named_file.h"
#include "traces/trace.h"

namespace scnnsim {
namespace {

class TraceWorkload : public Workload {
 public:
  TraceWorkload(const SweepFile& sweep, const PointSettings& settings)
      : trace_(
            name_errors(settings.workload_where, [&] { return Trace::open(sweep.folder / settings.trace); })),
        layers_(select_layers(trace_.layers, sweep.layers, sweep.name + ": layers")) {
    std::string identity = fmt::format("trace: {}\n", trace_.checksum());
    for (const TraceLayer& layer : layers_) {
      identity += fmt::format("layer: {}\n", layer.description.name);
      const LayerTensors tensors = trace_.load(layer, widest_operand);
      add_layer(layer.description.shape, density(tensors.weights), density(tensors.activations));
    }
    set_identity(trace_.network, identity);
  }

  PreparedLayer load(std::size_t layer, unsigned operand_bits) const override {
    return {layers_[layer].description, trace_.load(layers_[layer], operand_bits)};
  }

 private:
  Trace trace_;
  std::vector<TraceLayer> layers_;
};

/// A message with options, such as --weight-density, renamed to the keys of a sweep file.
std::string in_keys(std::string message) {
  for (const std::string& key : setting_names()) {
    std::string option = "--" + key;
    std::replace(option.begin(), option.end(), '_', '-');
    for (std::size_t at = 0; (at = message.find(option, at)) != std::string::npos; at += key.size())
      message.replace(at, option.size(), key);
  }
  return message;
}

class GeneratedWorkload : public Workload {
 public:
  GeneratedWorkload(const SweepFile& sweep, const PointSettings& settings) : generate_(settings.generate) {
    const NamedText source = name_errors(settings.workload_where, [&] {
      return load_named_text("networks", sweep.path(settings.network), "network");
    });
    network_ = read_network(source.parse());
    network_.layers = select_layers(network_.layers, sweep.layers, sweep.name + ": layers");
    try {
      check_generate(network_, generate_);
    } catch (const UserError& error) {
      throw UserError(fmt::format("{}: network {}: {}", sweep.name, settings.network, in_keys(error.what())));
    }
    for (const NetworkLayer& layer : network_.layers)
      add_layer(layer.description.shape, generated_weight_density(layer, generate_),
                generated_activation_density(layer, generate_));
    set_identity(network_.name, fmt::format("shapes: {}\n{}", checksum_of(source.text),
                                            generate_provenance(network_, generate_)));
  }

  PreparedLayer load(std::size_t layer, unsigned) const override {
    NetworkLayer one = network_.layers[layer];
    LayerTensors tensors = generate_layer(one, generate_);
    return {one.description, std::move(tensors)};
  }

 private:
  Network network_;
  GenerateOptions generate_;
};

}  // namespace

void Workload::set_identity(std::string network, std::string identity) {
  network_ = std::move(network);
  identity_ = std::move(identity);
}

void Workload::add_layer(const LayerShape& shape, double weight_density, double input_density) {
  products_.push_back(static_cast<double>(shape.dense_macs()) * weight_density * input_density);
  const double weights = static_cast<double>(shape.K) * shape.channels_per_group() * shape.R * shape.S;
  weights_.push_back(weights * weight_density);
}

std::shared_ptr<const Workload> make_workload(const SweepFile& sweep, const PointSettings& settings) {
  if (settings.trace.empty() && settings.network.empty())
    throw UserError(sweep.name + ": names neither a trace nor a network");
  if (!settings.trace.empty() && settings.is_generated)
    throw UserError(
        fmt::format("{}: trace \"{}\" has its tensors: expected no network, granularity, density, "
                    "pattern or seed with it",
                    sweep.name, settings.trace));
  if (settings.trace.empty()) return std::make_shared<GeneratedWorkload>(sweep, settings);
  return std::make_shared<TraceWorkload>(sweep, settings);
}

}  // namespace scnnsim
