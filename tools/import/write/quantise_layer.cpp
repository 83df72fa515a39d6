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

/// Quantises blocks of a tensor, each with a scale of its own, and returns the scales.
std::vector<double> quantise_blocks(const Tensor<float>& reals, std::size_t blocks,
                                    Tensor<std::int16_t>& integers) {
  integers = Tensor<std::int16_t>(reals.shape);
  const std::size_t block = reals.size() / blocks;
  std::vector<double> scales;
  for (std::size_t i = 0; i < blocks; ++i) {
    scales.push_back(scale_of(reals, i * block, block));
    quantise_range(reals, i * block, block, scales.back(), integers);
  }
  return scales;
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
  const auto weights = quantise_blocks(reals.weights, is_per_channel ? filters : 1, integers.weights);
  const double activations = quantise_blocks(reals.activations, 1, integers.activations).front();
  integers.written.emplace();
  quantise_blocks(reals.written, 1, *integers.written);
  std::vector<double> products;
  for (std::size_t k = 0; k < filters; ++k) {
    const double scale = weights[is_per_channel ? k : 0] * activations;
    products.push_back(scale == 0 ? 1 : scale);  // no products: the bias alone, rounded
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
