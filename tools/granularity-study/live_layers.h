// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tools/granularity-study/network.h"
#include "traces/patterns/activation_pattern.h"

namespace scnnsim {

/// What is left of a layer once filters without weights, and the channels that they fed, are taken out: all
/// that `scnnsim trace generate` needs to draw the like of it. Densities are shares of what is left.
struct LiveLayer {
  std::string name;
  std::uint32_t channels = 0, filters = 0;
  double weight_density = 0, input_density = 0;
  std::optional<double> output_density;  ///< behind a ReLU
  PatternOptions activations;            ///< of the pattern `correlated`; absent where a fit is undefined
};

/// The layers of a point's traces, in their order. `traces` holds `float` and `int8`: weights and inputs are
/// those of int8, which is what runs. Throws UserError.
std::vector<LiveLayer> live_layers(const TrainedNet& network, const std::filesystem::path& traces);

}  // namespace scnnsim
