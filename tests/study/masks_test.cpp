// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/masks.h"

#include <gtest/gtest.h>

namespace scnnsim {

namespace {

std::shared_ptr<TrainedNet> network_of(StudyNet net) {
  torch::manual_seed(1);
  return TrainedNet::make(net);
}

std::vector<double> every_layer(const TrainedNet& network, double density) {
  return std::vector<double>(network.layers.size(), density);
}

std::int64_t nonzeros(const torch::Tensor& tensor) {
  return tensor.count_nonzero().item<std::int64_t>();
}

TEST(Masks, HaveTheWeightsThatTheNetworksAreSaidToHave) {
  EXPECT_EQ(network_of(StudyNet::vgg)->prunable_weights(), 70272);
  EXPECT_EQ(network_of(StudyNet::resnet)->prunable_weights(), 173056);
}

TEST(Masks, KeepTheFirstLayerAndTheAskedShareOfTheOthers) {
  const auto network = network_of(StudyNet::vgg);
  Masks(*network, Granularity::element, every_layer(*network, 0.25)).apply(*network);
  EXPECT_EQ(nonzeros(network->layers[0].convolution->weight), 72);
  EXPECT_EQ(network->weights_left(), 70272 / 4);
}

TEST(Masks, KeepWholeKernelsOfLargestNorm) {
  torch::Tensor weights = torch::ones({2, 2, 3, 3});
  weights[0][1].fill_(0.5);
  weights[1][0].fill_(-2);
  weights[1][1].fill_(0.75);
  LayerShape shape;
  shape.C = shape.K = 2;
  shape.R = shape.S = 3;
  const torch::Tensor mask = mask_of(weights, shape, Granularity::kernel, 0.5);
  EXPECT_TRUE(torch::equal(mask.amax({2, 3}), torch::tensor({{1.0F, 0.0F}, {1.0F, 0.0F}})));
  EXPECT_EQ(nonzeros(mask), 18);
}

TEST(Masks, KeepOneGrainAtLeast) {
  const auto network = network_of(StudyNet::vgg);
  Masks(*network, Granularity::filter, every_layer(*network, 0.001)).apply(*network);
  for (const ConvolutionLayer& layer : network->layers)
    EXPECT_GT(nonzeros(layer.convolution->weight), 0) << layer.name;
}

TEST(Masks, SilenceRemovedFilters) {
  const auto network = network_of(StudyNet::vgg);
  torch::NoGradGuard no_gradients;
  for (ConvolutionLayer& layer : network->layers) layer.norm->bias.fill_(1);
  Masks(*network, Granularity::filter, every_layer(*network, 0.5)).apply(*network);
  EXPECT_EQ(nonzeros(network->layers[3].norm->bias), 16);
  network->eval();
  std::vector<LayerRecord> records;
  network->forward(torch::ones({1, 1, 28, 28}), &records);
  EXPECT_EQ(nonzeros(records[3].written.amax({0, 2, 3})), 16);
}

TEST(Masks, RemoveFiltersThatNoChannelReads) {
  const auto network = network_of(StudyNet::vgg);
  Masks(*network, Granularity::channel, every_layer(*network, 0.5)).apply(*network);
  EXPECT_EQ(nonzeros(network->layers[0].convolution->weight.abs().amax({1, 2, 3})), 4);
  EXPECT_EQ(nonzeros(network->layers[0].norm->weight), 4);
}

TEST(Masks, KeepFiltersThatAnAdditionReads) {
  const auto network = network_of(StudyNet::resnet);
  Masks(*network, Granularity::channel, every_layer(*network, 0.5)).apply(*network);
  for (const ConvolutionLayer& layer : network->layers) {
    const std::int64_t filters = layer.convolution->weight.size(0);
    const bool is_read_once = layer.name.size() > 2 && layer.name.substr(layer.name.size() - 2) == "_a";
    EXPECT_EQ(nonzeros(layer.norm->weight), is_read_once ? filters / 2 : filters) << layer.name;
  }
}

}  // namespace

}  // namespace scnnsim
