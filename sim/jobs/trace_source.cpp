// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/trace_source.h"

#include <fmt/format.h>

#include <utility>

namespace scnnsim {

TraceSource::TraceSource(std::shared_ptr<const Trace> trace, std::vector<TraceLayer> layers,
                         std::string identity, std::string family)
    : TensorSource(trace->network, std::move(identity), std::move(family)),
      trace_(std::move(trace)),
      layers_(std::move(layers)) {}

std::shared_ptr<const TraceSource> TraceSource::measured(Trace trace, std::vector<TraceLayer> layers) {
  std::string identity = fmt::format("trace: {}\n", trace.checksum());
  for (const TraceLayer& layer : layers) identity += fmt::format("layer: {}\n", layer.description.name);
  const std::shared_ptr<TraceSource> source(new TraceSource(std::make_shared<const Trace>(std::move(trace)),
                                                            std::move(layers), identity, identity));
  for (const TraceLayer& layer : source->layers_) {
    const LayerTensors tensors = source->trace_->load(layer, widest_operand);
    source->add_layer(layer.description, density(tensors.weights), density(tensors.activations));
  }
  return source;
}

std::shared_ptr<const TraceSource> TraceSource::of_layer(std::shared_ptr<const Trace> trace,
                                                         const TraceLayer& layer) {
  const std::shared_ptr<TraceSource> source(
      new TraceSource(std::move(trace), {layer}, "", layer.description.name));
  source->add_layer(layer.description, 1, 1);
  return source;
}

LoadedLayer TraceSource::load(std::size_t layer, unsigned operand_bits, LayerDraws& /*draws*/) const {
  return {layers_[layer].description, trace_->load(layers_[layer], operand_bits)};
}

}  // namespace scnnsim
