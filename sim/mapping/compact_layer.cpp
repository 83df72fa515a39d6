// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/compact_layer.h"

#include <algorithm>

namespace scnnsim {
namespace {

using Indices = std::vector<std::uint32_t>;

/// Which filters (over all groups) and input channels (over all groups) have a weight.
struct UsedParts {
  std::vector<bool> filters, channels;
};

UsedParts used_parts(const LayerShape& shape, const LayerTensors& tensors) {
  const Tensor<std::int16_t>& weights = tensors.weights;
  UsedParts used{std::vector<bool>(shape.K, false), std::vector<bool>(shape.C, false)};
  const std::uint32_t channels = shape.channels_per_group(), filters = shape.filters_per_group();
  const std::size_t taps = std::size_t{shape.R} * shape.S;
  auto kernel = weights.data.begin();
  for (std::uint32_t k = 0; k < shape.K; ++k)
    for (std::uint32_t c = 0; c < channels; ++c, kernel += static_cast<std::ptrdiff_t>(taps)) {
      const auto end = kernel + static_cast<std::ptrdiff_t>(taps);
      if (std::all_of(kernel, end, [](std::int16_t weight) { return weight == 0; })) continue;
      used.filters[k] = true;
      used.channels[k / filters * channels + c] = true;
    }
  for (std::size_t c = 0; c < tensors.dead_inputs.size(); ++c)
    if (tensors.dead_inputs[c]) used.channels[c] = false;
  return used;
}

/// The used parts of each group, filled up by its first unused ones to the number of the fullest group.
Indices kept_of_each_group(const std::vector<bool>& used, std::uint32_t groups) {
  const auto size = static_cast<std::uint32_t>(used.size()) / groups;
  std::uint32_t most = 1;
  for (std::uint32_t group = 0; group < groups; ++group) {
    const auto first = used.begin() + std::ptrdiff_t{group} * size;
    most = std::max(most, static_cast<std::uint32_t>(std::count(first, first + size, true)));
  }
  Indices kept;
  for (std::uint32_t first = 0; first < used.size(); first += size) {
    Indices of_group;
    for (const bool wanted : {true, false})
      for (std::uint32_t i = first; i < first + size && of_group.size() < most; ++i)
        if (used[i] == wanted) of_group.push_back(i);
    std::sort(of_group.begin(), of_group.end());
    kept.insert(kept.end(), of_group.begin(), of_group.end());
  }
  return kept;
}

/// The slices of a tensor's first dimension.
template <class T>
Tensor<T> slices(const Tensor<T>& tensor, const Indices& kept) {
  Shape shape = tensor.shape;
  const std::size_t size = tensor.size() / shape[0];
  shape[0] = kept.size();
  Tensor<T> result(shape);
  auto to = result.data.begin();
  for (const std::uint32_t i : kept)
    to = std::copy_n(tensor.data.begin() + static_cast<std::ptrdiff_t>(i * size), size, to);
  return result;
}

/// Weights of the kept filters and channels.
Tensor<std::int16_t> kept_weights(const LayerShape& shape, const Tensor<std::int16_t>& weights,
                                  const Indices& filters, const Indices& channels) {
  const std::uint32_t old_channels = shape.channels_per_group(), old_filters = shape.filters_per_group();
  const std::size_t taps = std::size_t{shape.R} * shape.S, per_group = channels.size() / shape.groups;
  Tensor<std::int16_t> result({filters.size(), per_group, shape.R, shape.S});
  auto to = result.data.begin();
  for (const std::uint32_t k : filters) {
    const std::uint32_t group = k / old_filters;
    for (std::size_t i = 0; i < per_group; ++i) {
      const std::uint32_t c = channels[group * per_group + i] - group * old_channels;
      const std::size_t kernel = (std::size_t{k} * old_channels + c) * taps;
      to = std::copy_n(weights.data.begin() + static_cast<std::ptrdiff_t>(kernel), taps, to);
    }
  }
  return result;
}

}  // namespace

CompactLayer compact_layer(const LayerDescription& layer, const LayerTensors& tensors) {
  const UsedParts used = used_parts(layer.shape, tensors);
  CompactLayer compact{layer, {}, kept_of_each_group(used.filters, layer.shape.groups)};
  const Indices channels = kept_of_each_group(used.channels, layer.shape.groups);
  compact.description.shape.K = static_cast<std::uint32_t>(compact.filters.size());
  compact.description.shape.C = static_cast<std::uint32_t>(channels.size());
  compact.tensors.weights = kept_weights(layer.shape, tensors.weights, compact.filters, channels);
  compact.tensors.activations = slices(tensors.activations, channels);
  if (tensors.bias) compact.tensors.bias = slices(*tensors.bias, compact.filters);
  if (tensors.written) compact.tensors.written = slices(*tensors.written, compact.filters);
  return compact;
}

Sums expand_sums(const CompactLayer& compact, const Sums& sums, const LayerDescription& layer,
                 const LayerTensors& tensors) {
  const LayerShape& shape = layer.shape;
  const std::size_t plane = std::size_t{shape.P()} * shape.Q();
  Tensor<std::int64_t> all({shape.K, shape.P(), shape.Q()});
  if (tensors.bias)
    for (std::size_t i = 0; i < all.size(); ++i) all.data[i] = tensors.bias->data[i / plane];
  for (std::size_t k = 0; k < compact.filters.size(); ++k)
    for (std::size_t i = 0; i < plane; ++i) all.data[compact.filters[k] * plane + i] = sums[k * plane + i];
  return all;
}

}  // namespace scnnsim
