// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/torch.h>

#include <vector>

#include "tools/granularity-study/network.h"
#include "traces/granularity.h"

namespace scnnsim {

/// Which weights of a network stay, 1 or 0 for each.
class Masks {
 public:
  /// Chooses by the L1 norm of grains, with the rule of `scnnsim trace prune` (traces/prune.h); at least one
  /// grain of a layer stays. Weights that are zero stay zero. `densities` has one per layer; layers that are
  /// not pruned keep all weights.
  ///
  /// A filter is removed where it keeps no weight, and where no other layer than one without weights at its
  /// channel reads it (ConvolutionLayer::producer).
  Masks(const TrainedNet& network, const Granularity& granularity, const std::vector<double>& densities);

  /// Zeroes the weights that do not stay. Removed filters lose scale and bias of their batch normalisation as
  /// well: they would emit constants.
  void apply(TrainedNet& network) const;

 private:
  struct LayerMask {
    torch::Tensor weights;  ///< as the layer's
    torch::Tensor filters;  ///< (K)
  };
  void remove_unread_filters(const TrainedNet& network);

  std::vector<LayerMask> layers_;
};

/// The mask of one layer's weights (K, C, R, S).
torch::Tensor mask_of(const torch::Tensor& weights, const LayerShape& shape, const Granularity& granularity,
                      double density);

}  // namespace scnnsim
