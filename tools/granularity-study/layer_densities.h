// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace scnnsim {

/// Accuracy of a network in which one layer alone is pruned, to several densities, without retraining.
struct LayerScan {
  struct Step {
    double density, top1;
  };
  std::string layer;
  std::int64_t weights;     ///< of the layer
  std::vector<Step> steps;  ///< by falling density, all below 1
};

/// Sensitivity scan of a network, its layers in order, those that are pruned alone.
struct SensitivityScan {
  double dense_top1;
  std::vector<LayerScan> layers;
};

/// The densities, one per layer, that all layers lose the same accuracy at, each pruned alone, and that give
/// the wanted share of all weights together (Mao sec. 4, Han sec. 3).
///
/// A layer's loss at a density is the largest one measured at this density or a higher one, linear between
/// measured densities, 0 when dense, 1 at density 0. An added loss of `tie_slope` per density removed decides
/// where nothing was measured to be lost.
std::vector<double> densities_at_equal_loss(const SensitivityScan& scan, double wanted);

inline constexpr double tie_slope = 0.001;

}  // namespace scnnsim
