// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/pruned_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/prune.h"

namespace scnnsim {
namespace {

/// Whether each filter of a layer has no weights.
std::vector<bool> filters_gone(const Tensor<std::int16_t>& weights) {
  const std::size_t size = weights.size() / weights.shape[0];
  std::vector<bool> gone;
  for (auto first = weights.data.begin(); first != weights.data.end();
       first += static_cast<std::ptrdiff_t>(size))
    gone.push_back(std::all_of(first, first + static_cast<std::ptrdiff_t>(size),
                               [](std::int16_t weight) { return weight == 0; }));
  return gone;
}

std::string identity_of(const TraceSource& trace, const PruneOptions& options) {
  return fmt::format("{}pruned: {} to {}\n", trace.identity(), to_string(options.granularity),
                     options.density);
}

}  // namespace

PrunedSource::PrunedSource(std::shared_ptr<const TraceSource> trace, const PruneOptions& options)
    : TensorSource(trace->network(), identity_of(*trace, options), trace->family()),
      trace_(std::move(trace)),
      options_(options) {
  for (std::size_t i = 0; i < trace_->layers(); ++i) {
    const LayerDescription& layer = trace_->description(i);
    check_grains(options_.granularity, layer.shape, layer.name);
    add_layer(layer, options_.density, trace_->input_density(i));
  }
}

void PrunedSource::prune_layer(LayerDescription& layer, LayerTensors& tensors) const {
  if (leaves_no_weight(options_.granularity, layer.shape, options_.density)) return;
  prune({layer.name, layer.shape, tensors.weights}, options_);
  layer.granularity = options_.granularity;
  leave_out_outputs(layer, tensors);
  if (!tensors.bias) return;
  const std::vector<bool> gone = filters_gone(tensors.weights);
  for (std::size_t k = 0; k < gone.size(); ++k)
    if (gone[k]) tensors.bias->data[k] = 0;
}

void PrunedSource::remove_dead_inputs(std::size_t layer, unsigned operand_bits, LayerDraws& draws,
                                      LoadedLayer& loaded) const {
  const std::optional<std::size_t> source = trace_->channel_source(layer).layer;
  if (!source) return;
  LoadedLayer earlier = trace_->load(*source, operand_bits, draws);
  prune_layer(earlier.description, earlier.tensors);
  LayerTensors& tensors = loaded.tensors;
  tensors.dead_inputs = filters_gone(earlier.tensors.weights);
  const std::size_t plane = tensors.activations.size() / tensors.dead_inputs.size();
  for (std::size_t c = 0; c < tensors.dead_inputs.size(); ++c)
    if (tensors.dead_inputs[c])
      std::fill_n(tensors.activations.data.begin() + static_cast<std::ptrdiff_t>(c * plane), plane,
                  std::int16_t{0});
}

LoadedLayer PrunedSource::load(std::size_t layer, unsigned operand_bits, LayerDraws& draws) const {
  LoadedLayer loaded = trace_->load(layer, operand_bits, draws);
  prune_layer(loaded.description, loaded.tensors);
  if (options_.granularity == Granularity::filter) {
    remove_dead_inputs(layer, operand_bits, draws, loaded);
    leave_out_outputs(loaded.description, loaded.tensors);
  }
  return loaded;
}

}  // namespace scnnsim
