// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "models/common/machine_config.h"
#include "sim/layer/check_engines.h"
#include "sim/layer/simulate_layer.h"
#include "traces/layer.h"

namespace scnnsim {

/// A layer and its tensors, small enough to be written out in a test.
struct TinyLayer {
  LayerDescription description;
  LayerTensors tensors;
};

/// `weights` (K, C / groups, R, S) and `activations` (C, H, W), in C order; no ReLU.
inline TinyLayer tiny_layer(const LayerShape& shape, std::vector<std::int16_t> weights,
                            std::vector<std::int16_t> activations) {
  TinyLayer layer;
  layer.description.name = "tiny";
  layer.description.shape = shape;
  layer.description.after.clear();
  layer.tensors.weights = Tensor<std::int16_t>({shape.K, shape.channels_per_group(), shape.R, shape.S});
  layer.tensors.weights.data = std::move(weights);
  layer.tensors.activations = Tensor<std::int16_t>({shape.C, shape.H, shape.W});
  layer.tensors.activations.data = std::move(activations);
  return layer;
}

/// A row of `columns` PEs with F = I = 1 and a DRAM latency of 1 cycle: weights that come in one burst are
/// there in cycle 3 (posted in 0, at the memory in 1, transferred within the cycle, 1 cycle of latency).
inline MachineConfig tiny_machine(std::uint32_t columns = 1) {
  MachineConfig config;
  config.pe_array.rows = 1;
  config.pe_array.columns = columns;
  config.multiplier_array.f = config.multiplier_array.i = 1;
  config.dram.latency = 1;
  return config;
}

/// Simulates the layer with the engine of `options`; if that is `automatic`, with the product engine too, and
/// expects the same result.
inline LayerResult simulate(const MachineConfig& config, const TinyLayer& layer,
                            const SimulationOptions& options = {}, OperandForms forms = {}) {
  const LayerResult result = simulate_layer(config, layer.description, layer.tensors, options, forms);
  if (options.engine == EngineKind::automatic) {
    SimulationOptions plain = options;
    plain.engine = EngineKind::product;
    EXPECT_EQ(
        first_difference(simulate_layer(config, layer.description, layer.tensors, plain, forms), result), "");
  }
  return result;
}

}  // namespace scnnsim
