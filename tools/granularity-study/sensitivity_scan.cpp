// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/sensitivity_scan.h"

#include "sim/run/interrupt.h"
#include "tools/granularity-study/masks.h"
#include "tools/granularity-study/training.h"

namespace scnnsim {

namespace {

std::vector<torch::Tensor> copies_of(const std::vector<torch::Tensor>& tensors) {
  std::vector<torch::Tensor> copies;
  for (const torch::Tensor& tensor : tensors) copies.push_back(tensor.detach().clone());
  return copies;
}

}  // namespace

SensitivityScan scan_sensitivity(TrainedNet& network, const Granularity& granularity,
                                 const LabelledImages& images) {
  const torch::NoGradGuard no_gradients;
  std::vector<torch::Tensor> parameters = network.parameters();
  const std::vector<torch::Tensor> dense = copies_of(parameters);
  SensitivityScan scan{top1(network, images), {}};
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    if (!network.layers[i].is_pruned) continue;
    LayerScan layer{network.layers[i].name, network.layers[i].convolution->weight.numel(), {}};
    for (const double density : scanned_densities) {
      InterruptScope::check();
      std::vector<double> densities(network.layers.size(), 1);
      densities[i] = density;
      Masks(network, granularity, densities).apply(network);
      layer.steps.push_back({density, top1(network, images)});
      for (std::size_t n = 0; n < parameters.size(); ++n) parameters[n].copy_(dense[n]);
    }
    scan.layers.push_back(std::move(layer));
  }
  return scan;
}

}  // namespace scnnsim
