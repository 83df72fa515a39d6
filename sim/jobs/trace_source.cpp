// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/trace_source.h"

#include <fmt/format.h>

#include <utility>

namespace scnnsim {

namespace {

FileStamps stamps_of(const Trace& trace, const std::vector<TraceLayer>& layers) {
  FileStamps stamps;
  for (const TraceLayer& layer : layers)
    layer.for_each_file([&](const char*, const std::string& file) { stamps.add(trace.folder / file); });
  return stamps;
}

}  // namespace

TraceSource::TraceSource(std::shared_ptr<const Trace> trace, std::vector<TraceLayer> layers,
                         FileStamps stamps, std::string identity, std::string family)
    : TensorSource(trace->network, std::move(identity), std::move(family)),
      trace_(std::move(trace)),
      layers_(std::move(layers)),
      stamps_(std::move(stamps)) {}

std::shared_ptr<const TraceSource> TraceSource::measured(Trace trace, std::vector<TraceLayer> layers) {
  FileStamps stamps = stamps_of(trace, layers);
  std::string identity = fmt::format("trace: {}\n", trace.checksum());
  for (const TraceLayer& layer : layers) identity += fmt::format("layer: {}\n", layer.description.name);
  const std::shared_ptr<TraceSource> source(new TraceSource(std::make_shared<const Trace>(std::move(trace)),
                                                            std::move(layers), std::move(stamps), identity,
                                                            identity));
  ChannelSources channels;
  for (const TraceLayer& layer : source->layers_) {
    const LayerTensors tensors = source->trace_->load(layer, widest_operand);
    source->densities_.emplace_back(density(tensors.weights), density(tensors.activations));
    source->channel_sources_.push_back(channels.add(layer.description, tensors));
    source->add_layer(layer.description, source->densities_.back().first, source->densities_.back().second);
  }
  return source;
}

std::shared_ptr<const TraceSource> TraceSource::of_layer(std::shared_ptr<const Trace> trace,
                                                         const TraceLayer& layer) {
  FileStamps stamps = stamps_of(*trace, {layer});
  const std::shared_ptr<TraceSource> source(
      new TraceSource(std::move(trace), {layer}, std::move(stamps), "", layer.description.name));
  source->add_layer(layer.description, 1, 1);
  return source;
}

LoadedLayer TraceSource::load(std::size_t layer, unsigned operand_bits, LayerDraws& /*draws*/) const {
  LoadedLayer loaded{layers_[layer].description, trace_->load(layers_[layer], operand_bits)};
  stamps_.check();
  return loaded;
}

}  // namespace scnnsim
