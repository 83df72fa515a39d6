// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/machine_config.h"
#include "traces/layer.h"

namespace scnnsim {

/// A layer and the machine it runs on.
struct BenchLayer {
  LayerDescription description;
  LayerTensors tensors;
  MachineConfig config;
};

/// C input and K output channels on a plane of `plane` x `plane`, filters 3 x 3, padding 1; weight density
/// 0.24, activation density 0.47, drawn uniformly: VGG-16's conv3_2 for C = K = 256 and a plane of 56.
BenchLayer square_layer(std::uint32_t C, std::uint32_t K, std::uint32_t plane);

/// The default machine's 1,024 multipliers and its accumulator banks spread over `grid` x `grid` PEs.
MachineConfig equal_multipliers(std::uint32_t grid);

}  // namespace scnnsim
