// SPDX-License-Identifier: Apache-2.0
#include "traces/statistics/activation_mask.h"

#include <numeric>

namespace scnnsim {

ActivationMask ActivationMask::of(const Tensor<std::int16_t>& activations) {
  ActivationMask mask{activations.shape[0], activations.shape[1], activations.shape[2], {}};
  mask.marks.reserve(activations.size());
  for (const std::int16_t value : activations.data) mask.marks.push_back(value != 0);
  return mask;
}

double ActivationMask::density() const {
  return std::accumulate(marks.begin(), marks.end(), 0.0) / static_cast<double>(marks.size());
}

std::vector<double> ActivationMask::channel_densities() const {
  std::vector<double> densities;
  for (std::size_t c = 0; c < channels; ++c)
    densities.push_back(std::accumulate(channel(c), channel(c) + positions(), 0.0) /
                        static_cast<double>(positions()));
  return densities;
}

std::vector<double> ActivationMask::position_densities() const {
  std::vector<double> densities(positions());
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t i = 0; i < positions(); ++i) densities[i] += channel(c)[i];
  for (double& density : densities) density /= static_cast<double>(channels);
  return densities;
}

}  // namespace scnnsim
