// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "traces/layer.h"
#include "traces/layer_draws.h"

namespace scnnsim {

/// A layer as it comes from its source.
struct LoadedLayer {
  LayerDescription description;
  LayerTensors tensors;
  std::optional<Sums> sums = std::nullopt;  ///< what convolve() returns, where it is known
};

/// Source of a job's layers. Jobs that differ only in their machine share one source.
class TensorSource {
 public:
  virtual ~TensorSource() = default;

  /// Makes layer `layer`, counted from 0, always with the same tensors. Sources of a family share `draws`.
  /// Throws UserError.
  virtual LoadedLayer load(std::size_t layer, unsigned operand_bits, LayerDraws& draws) const = 0;

  const std::string& network() const { return network_; }
  /// Text of everything that the tensors depend on: a trace's checksum, or how they are generated.
  const std::string& identity() const { return identity_; }
  /// Sources with the same family have random draws in common.
  const std::string& family() const { return family_; }

  std::size_t layers() const { return layers_.size(); }
  const std::string& layer_name(std::size_t layer) const { return layers_[layer].name; }
  /// Estimated products of two non-zero values of a layer, and its non-zero weights.
  double products(std::size_t layer) const { return layers_[layer].products; }
  double weights(std::size_t layer) const { return layers_[layer].weights; }

 protected:
  TensorSource(std::string network, std::string identity, std::string family)
      : network_(std::move(network)), identity_(std::move(identity)), family_(std::move(family)) {}
  void add_layer(const LayerDescription& layer, double weight_density, double input_density) {
    const LayerShape& shape = layer.shape;
    const double weights = static_cast<double>(shape.K) * shape.channels_per_group() * shape.R * shape.S;
    layers_.push_back({layer.name, static_cast<double>(shape.dense_macs()) * weight_density * input_density,
                       weights * weight_density});
  }

 private:
  struct Layer {
    std::string name;
    double products, weights;
  };
  std::string network_, identity_, family_;
  std::vector<Layer> layers_;
};

}  // namespace scnnsim
