// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/masks.h"

#include <algorithm>

#include "tools/granularity-study/tensors.h"
#include "traces/grains.h"
#include "traces/prune.h"
#include "traces/quantize.h"

namespace scnnsim {

torch::Tensor mask_of(const torch::Tensor& weights, const LayerShape& shape, const Granularity& granularity,
                      double density) {
  Tensor<std::int16_t> integers = quantize(to_trace_tensor(weights), widest_operand).values;
  const double one_grain = 1.0 / static_cast<double>(Grains(granularity, shape).count());
  prune(integers, shape, granularity, std::max(density, one_grain));
  torch::Tensor mask = torch::empty(weights.sizes());
  std::transform(integers.data.begin(), integers.data.end(), mask.data_ptr<float>(),
                 [](std::int16_t weight) { return weight == 0 ? 0.0F : 1.0F; });
  return mask.contiguous(at::MemoryFormat::ChannelsLast);
}

Masks::Masks(const TrainedNet& network, const Granularity& granularity,
             const std::vector<double>& densities) {
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const torch::Tensor weights = network.layers[i].convolution->weight.detach();
    layers_.push_back({network.layers[i].is_pruned
                           ? mask_of(weights, network.weight_shape(i), granularity, densities[i])
                           : torch::ones_like(weights),
                       {}});
  }
  remove_unread_filters(network);
  for (LayerMask& layer : layers_) layer.filters = layer.weights.amax({1, 2, 3});
}

void Masks::remove_unread_filters(const TrainedNet& network) {
  // From the last layer to the first, since a layer that loses filters may no longer read some channels.
  for (std::size_t i = layers_.size(); i-- > 0;)
    if (const auto producer = network.layers[i].producer)
      layers_[*producer].weights.mul_(layers_[i].weights.amax({0, 2, 3}).view({-1, 1, 1, 1}));
}

void Masks::apply(TrainedNet& network) const {
  const torch::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    network.layers[i].convolution->weight.mul_(layers_[i].weights);
    network.layers[i].norm->weight.mul_(layers_[i].filters);
    network.layers[i].norm->bias.mul_(layers_[i].filters);
  }
}

}  // namespace scnnsim
