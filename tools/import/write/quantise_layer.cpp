// SPDX-License-Identifier: Apache-2.0
#include "tools/import/write/quantise_layer.h"

#include <algorithm>
#include <cmath>

#include "tools/import/write/output_shift.h"
#include "traces/convolution.h"

namespace scnnsim {

namespace {

constexpr double highest = 127;
constexpr unsigned bits = 8;

/// The scale of `count` values from `first` on; 0 when all are 0.
double scale_of(const Tensor<float>& tensor, std::size_t first, std::size_t count) {
  double largest = 0;
  for (std::size_t i = first; i < first + count; ++i)
    largest = std::max(largest, std::fabs(double{tensor.data[i]}));
  return largest / highest;
}

void quantise_range(const Tensor<float>& reals, std::size_t first, std::size_t count, double scale,
                    Tensor<std::int16_t>& integers) {
  for (std::size_t i = first; i < first + count; ++i)
    integers.data[i] = scale == 0 ? std::int16_t{0}
                                  : static_cast<std::int16_t>(std::nearbyint(double{reals.data[i]} / scale));
}

/// Scales of equal blocks of a tensor.
std::vector<double> block_scales(const Tensor<float>& reals, std::size_t blocks) {
  const std::size_t block = reals.size() / blocks;
  std::vector<double> scales;
  for (std::size_t i = 0; i < blocks; ++i) scales.push_back(scale_of(reals, i * block, block));
  return scales;
}

Tensor<std::int16_t> quantised(const Tensor<float>& reals, const std::vector<double>& scales) {
  Tensor<std::int16_t> integers(reals.shape);
  const std::size_t block = reals.size() / scales.size();
  for (std::size_t i = 0; i < scales.size(); ++i)
    quantise_range(reals, i * block, block, scales[i], integers);
  return integers;
}

/// Coarser scales of weights where the bias would not fit 32 bits beside its filter's small weights.
void make_room_for_bias(const FloatTensors& reals, double activations, std::vector<double>& weights) {
  constexpr double widest = 1 << 30;
  if (!reals.bias || activations == 0) return;
  for (std::size_t k = 0; k < reals.bias->size(); ++k) {
    double& scale = weights[weights.size() == 1 ? 0 : k];
    scale = std::max(scale, std::fabs(double{reals.bias->data[k]}) / activations / widest);
  }
}

/// Largest |sum x scale - output| over the largest |output|.
double relative_error(const Sums& sums, const std::vector<double>& scales, const Tensor<float>& outputs) {
  double largest = 0, error = 0;
  const std::size_t plane = outputs.size() / scales.size();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const double output = double{outputs.data[i]};
    largest = std::max(largest, std::fabs(output));
    error = std::max(error, std::fabs(static_cast<double>(sums[i]) * scales[i / plane] - output));
  }
  return error == 0 ? 0 : error / largest;
}

}  // namespace

void quantise_layer(ImportedLayer& layer, WeightScales weight_scales) {
  if (!layer.floats) return;
  const FloatTensors& reals = *layer.floats;
  LayerTensors& integers = layer.integers;
  const std::size_t filters = layer.description.shape.K;
  const bool is_per_channel = weight_scales == WeightScales::per_channel;
  const std::vector<double> activations = block_scales(reals.activations, 1);
  std::vector<double> weights = block_scales(reals.weights, is_per_channel ? filters : 1);
  make_room_for_bias(reals, activations[0], weights);
  integers.weights = quantised(reals.weights, weights);
  integers.activations = quantised(reals.activations, activations);
  integers.written = quantised(reals.written, block_scales(reals.written, 1));
  std::vector<double> products;
  for (std::size_t k = 0; k < filters; ++k) {
    const double scale = weights[is_per_channel ? k : 0] * activations[0];
    products.push_back(scale == 0 ? 1 : scale);  // neither products nor bias, or no activations
  }
  if (reals.bias) {
    integers.bias = Tensor<std::int32_t>({filters});
    for (std::size_t k = 0; k < filters; ++k)
      integers.bias->data[k] = bias_at_scale(double{reals.bias->data[k]}, products[k]);
  }
  integers.output = convolve(layer.description, integers);
  layer.description.output_shift = output_shift(layer.description, *integers.output, bits);
  layer.quantisation_error = relative_error(*integers.output, products, reals.output);
  layer.floats.reset();
}

}  // namespace scnnsim
