// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/live_layers.h"

#include <algorithm>
#include <map>

#include "traces/statistics/activation_mask.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

using Marks = std::vector<bool>;  ///< whether a channel or filter is there

std::uint32_t count_of(const Marks& marks) {
  return static_cast<std::uint32_t>(std::count(marks.begin(), marks.end(), true));
}

/// Filters with a weight that is not zero.
Marks filters_with_weights(const Tensor<std::int16_t>& weights) {
  Marks marks(weights.shape[0]);
  const std::size_t each = weights.size() / marks.size();
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights.data[i] != 0) marks[i / each] = true;
  return marks;
}

/// The parts of a tensor whose index along its first dimension is marked.
Tensor<std::int16_t> marked(const Tensor<std::int16_t>& tensor, const Marks& marks) {
  Shape shape = tensor.shape;
  shape[0] = count_of(marks);
  Tensor<std::int16_t> kept(shape);
  const std::size_t each = tensor.size() / marks.size();
  auto to = kept.data.begin();
  for (std::size_t i = 0; i < marks.size(); ++i)
    if (marks[i]) to = std::copy_n(tensor.data.begin() + static_cast<std::ptrdiff_t>(i * each), each, to);
  return kept;
}

/// Non-zero weights of the channels that are there, over all weights that are there.
double live_weight_density(const Tensor<std::int16_t>& weights, const Marks& filters, const Marks& channels) {
  const std::size_t taps = weights.shape[2] * weights.shape[3];
  std::size_t nonzeros = 0;
  for (std::size_t i = 0; i < weights.size(); ++i)
    nonzeros += weights.data[i] != 0 && channels[i / taps % channels.size()];
  return static_cast<double>(nonzeros) / static_cast<double>(taps * count_of(filters) * count_of(channels));
}

/// Share of outputs that a ReLU lets through, of the filters that are there.
double passed(const Tensor<double>& output, const Marks& filters) {
  const std::size_t each = output.size() / filters.size();
  std::size_t positive = 0;
  for (std::size_t i = 0; i < output.size(); ++i) positive += output.data[i] > 0 && filters[i / each];
  return static_cast<double>(positive) / static_cast<double>(each * count_of(filters));
}

PatternOptions fit_pattern(const Tensor<std::int16_t>& activations) {
  const ActivationMask mask = ActivationMask::of(activations);
  return {fit_concentration(mask), fit_spectrum(mask), fit_shared(mask), fit_border(mask)};
}

/// After `add` it is the sum that a ReLU lets through: what is written, unless it is pooled.
double live_output_density(const TraceLayer& layer, const LayerTensors& tensors, const Tensor<double>& output,
                           const Marks& filters) {
  const bool is_sum = std::count(layer.description.after.begin(), layer.description.after.end(), "add") > 0;
  if (is_sum && tensors.written && tensors.written->size() == output.size())
    return density(marked(*tensors.written, filters));
  return passed(output, filters);
}

}  // namespace

std::vector<LiveLayer> live_layers(const TrainedNet& network, const std::filesystem::path& traces) {
  const Trace trace = Trace::open(traces / "int8"), floats = Trace::open(traces / "float");
  std::vector<LiveLayer> layers;
  std::map<std::string, Marks> filters_of;
  for (std::size_t i = 0; i < trace.layers.size(); ++i) {
    const TraceLayer& layer = trace.layers[i];
    const LayerTensors tensors = trace.load(layer, 8);
    LoadReport report;
    floats.load(floats.layers[i], 8, &report);
    const Marks filters = filters_of[layer.description.name] = filters_with_weights(tensors.weights);
    Marks channels(layer.description.shape.C, true);
    for (const ConvolutionLayer& one : network.layers)
      if (one.name == layer.description.name && one.producer)
        channels = filters_of.at(network.layers[*one.producer].name);
    const Tensor<std::int16_t> input = marked(tensors.activations, channels);
    LiveLayer live{layer.description.name, count_of(channels), count_of(filters),
                   live_weight_density(tensors.weights, filters, channels), density(input)};
    if (layer.description.rectifies())
      live.output_density = live_output_density(layer, tensors, report.float_output.value(), filters);
    live.activations = fit_pattern(input);
    layers.push_back(std::move(live));
  }
  return layers;
}

}  // namespace scnnsim
