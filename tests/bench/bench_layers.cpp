// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench_layers.h"

#include "traces/generate.h"

namespace scnnsim {

BenchLayer square_layer(std::uint32_t C, std::uint32_t K, std::uint32_t plane) {
  NetworkLayer layer;
  LayerShape& shape = layer.description.shape;
  layer.description.name = "square";
  layer.description.after = {"relu"};
  shape.C = C;
  shape.K = K;
  shape.H = shape.W = plane;
  shape.R = shape.S = 3;
  shape.pad_top = shape.pad_left = shape.pad_bottom = shape.pad_right = 1;
  GenerateOptions options;
  options.granularity = Granularity::element;
  options.weight_density = 0.24;
  options.activation_density = 0.47;
  options.activation_pattern = "uniform";
  options.output = OutputDensity::none;
  BenchLayer bench;
  bench.tensors = generate_layer(layer, options);
  bench.description = layer.description;
  return bench;
}

MachineConfig equal_multipliers(std::uint32_t grid) {
  MachineConfig config;
  const std::uint32_t standard = config.pe_array.rows;
  config.pe_array.rows = config.pe_array.columns = grid;
  config.multiplier_array.f = config.multiplier_array.f * standard / grid;
  config.multiplier_array.i = config.multiplier_array.i * standard / grid;
  config.accumulator.banks = config.accumulator.banks * standard * standard / (grid * grid);
  return config;
}

}  // namespace scnnsim
