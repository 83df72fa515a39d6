// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/torch.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/granularity-study/schedule.h"
#include "traces/layer.h"

namespace scnnsim {

/// A convolution without bias, its batch normalisation, and how it lies in the network.
struct ConvolutionLayer {
  std::string name;
  torch::nn::Conv2d convolution{nullptr};
  torch::nn::BatchNorm2d norm{nullptr};
  std::vector<std::string> after;  ///< as in a trace: operators up to the tensor that is written
  /// The layer whose outputs this one alone reads: a channel without weights here is a dead filter there.
  std::optional<std::size_t> producer;
  bool is_pruned = true;  ///< the first layer stays dense, as in Mao et al.
};

/// What a layer read and wrote.
struct LayerRecord {
  std::size_t layer;  ///< in TrainedNet::layers; their number is the classifier's
  torch::Tensor input;
  torch::Tensor output;   ///< behind batch normalisation, before ReLU
  torch::Tensor written;  ///< behind all operators
};

/// An image classifier of 3 x 3 and 1 x 1 convolutions with batch normalisation and one fully-connected layer
/// on the average over the plane.
class TrainedNet : public torch::nn::Module {
 public:
  /// Draws new weights from torch's generator.
  static std::shared_ptr<TrainedNet> make(StudyNet net);

  /// Class scores (N, 10) of images (N, 1, H, W). `records`, if given, gets what each layer read and wrote,
  /// in the order of execution.
  virtual torch::Tensor forward(torch::Tensor images, std::vector<LayerRecord>* records = nullptr) = 0;

  std::vector<ConvolutionLayer> layers;
  torch::nn::Linear classifier{nullptr};

  /// Shape of the layer's weights; the plane is 1 x 1.
  LayerShape weight_shape(std::size_t layer) const;
  /// Weights of the layers that are pruned, and of them those that are not zero.
  std::int64_t prunable_weights() const;
  std::int64_t weights_left() const;

 protected:
  /// Adds a layer with a filter of `side` x `side` and padding "same", and returns its number.
  std::size_t add(const std::string& name, std::int64_t channels, std::int64_t filters, std::int64_t side,
                  std::int64_t stride, std::vector<std::string> after, std::optional<std::size_t> producer);
  void add_classifier(std::int64_t channels);
  torch::Tensor convolve(std::size_t layer, const torch::Tensor& input);
  torch::Tensor classify(const torch::Tensor& features, std::vector<LayerRecord>* records);
};

/// 70,272 weights to prune: 8, pool, 16, 32, pool, 32, 64, 64 filters of 3 x 3.
std::shared_ptr<TrainedNet> make_vgg();
/// 173,056 weights to prune: 16 filters of 3 x 3, pool, then three stages of two residual blocks with 16, 32
/// and 64 filters, whose shortcuts are 1 x 1 convolutions where the shape changes.
std::shared_ptr<TrainedNet> make_resnet();

}  // namespace scnnsim
