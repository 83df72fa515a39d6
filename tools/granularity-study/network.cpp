// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/network.h"

namespace scnnsim {

namespace nn = torch::nn;

std::shared_ptr<TrainedNet> TrainedNet::make(StudyNet net) {
  return net == StudyNet::vgg ? make_vgg() : make_resnet();
}

std::size_t TrainedNet::add(const std::string& name, std::int64_t channels, std::int64_t filters,
                            std::int64_t side, std::int64_t stride, std::vector<std::string> after,
                            std::optional<std::size_t> producer) {
  ConvolutionLayer layer;
  layer.name = name;
  const auto options =
      nn::Conv2dOptions(channels, filters, side).padding(side / 2).stride(stride).bias(false);
  layer.convolution = register_module(name, nn::Conv2d(options));
  layer.norm = register_module(name + "_norm", nn::BatchNorm2d(filters));
  layer.after = std::move(after);
  layer.producer = producer;
  layer.is_pruned = !layers.empty();
  torch::Tensor& weights = layer.convolution->weight;
  weights.set_data(weights.contiguous(at::MemoryFormat::ChannelsLast));  // oneDNN's faster order
  layers.push_back(std::move(layer));
  return layers.size() - 1;
}

void TrainedNet::add_classifier(std::int64_t channels) {
  classifier = register_module("classifier", nn::Linear(channels, 10));
}

torch::Tensor TrainedNet::convolve(std::size_t layer, const torch::Tensor& input) {
  return layers[layer].norm(layers[layer].convolution(input));
}

torch::Tensor TrainedNet::classify(const torch::Tensor& features, std::vector<LayerRecord>* records) {
  const torch::Tensor scores = classifier(features);
  if (records) records->push_back({layers.size(), features, scores, scores});
  return scores;
}

LayerShape TrainedNet::weight_shape(std::size_t layer) const {
  const auto sizes = layers[layer].convolution->weight.sizes();
  LayerShape shape;
  shape.K = static_cast<std::uint32_t>(sizes[0]);
  shape.C = static_cast<std::uint32_t>(sizes[1]);
  shape.R = static_cast<std::uint32_t>(sizes[2]);
  shape.S = static_cast<std::uint32_t>(sizes[3]);
  return shape;
}

std::int64_t TrainedNet::prunable_weights() const {
  std::int64_t weights = 0;
  for (const ConvolutionLayer& layer : layers)
    if (layer.is_pruned) weights += layer.convolution->weight.numel();
  return weights;
}

std::int64_t TrainedNet::weights_left() const {
  std::int64_t weights = 0;
  for (const ConvolutionLayer& layer : layers)
    if (layer.is_pruned) weights += layer.convolution->weight.count_nonzero().item<std::int64_t>();
  return weights;
}

}  // namespace scnnsim
