// SPDX-License-Identifier: Apache-2.0
#include "tests/random/random_tensors.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <limits>

#include "traces/grains.h"

namespace scnnsim::lockstep {
namespace {

std::uint32_t random_density(Dice& dice) {  // per mille
  switch (dice.draw(0, 19)) {
    case 0:
      return dice.one_in(2) ? 0 : dice.draw(1, 30);
    case 1:
    case 2:
      return 1000;
    default:
      return dice.draw(50, 1000);
  }
}

/// A non-zero value.
std::int16_t random_value(Dice& dice, std::int32_t limit) {
  const std::int32_t value = dice.draw_signed(-limit - 1, limit - 1);
  return static_cast<std::int16_t>(value < 0 ? value : value + 1);
}

std::int32_t random_limit(Dice& dice, unsigned operand_bits) {
  const std::int32_t highest = (1 << (operand_bits - 1)) - 1;
  return dice.pick({3, std::min(highest, 100), highest});
}

/// Halves a tensor's values, keeping non-zeros.
void halve(Tensor<std::int16_t>& tensor) {
  for (std::int16_t& value : tensor.data)
    if (value / 2 != 0) value = static_cast<std::int16_t>(value / 2);
}

std::int64_t largest(const Tensor<std::int16_t>& tensor) {
  std::int64_t result = 0;
  for (std::int16_t value : tensor.data) result = std::max<std::int64_t>(result, std::abs(int{value}));
  return result;
}

/// The largest sum of magnitudes of one filter.
std::int64_t heaviest_filter(const Tensor<std::int16_t>& weights) {
  const std::size_t filter = weights.size() / weights.shape[0];
  std::int64_t result = 0;
  for (std::size_t k = 0; k < weights.shape[0]; ++k) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < filter; ++i) sum += std::abs(int{weights.data[k * filter + i]});
    result = std::max(result, sum);
  }
  return result;
}

void fill_weights(Tensor<std::int16_t>& weights, const LayerShape& shape, Granularity granularity,
                  std::uint32_t density, std::int32_t limit, Dice& dice) {
  if (granularity == Granularity::none) granularity = Granularity::element;
  const Grains grains(granularity, shape);
  // What a kept grain holds may have zeros of its own.
  const std::uint32_t inside = grains.largest() > 1 && dice.one_in(2) ? dice.draw(500, 1000) : 1000;
  grains.for_each([&](const std::vector<GrainRun>& runs) {
    if (!dice.chance(density)) return;
    std::uint32_t held = 0;
    for (const GrainRun& run : runs)
      for (std::size_t i = run.first; i < run.first + run.length; ++i)
        if (dice.chance(inside) && (granularity.kept == 0 || held++ < granularity.kept))
          weights.data[i] = random_value(dice, limit);
  });
}

}  // namespace

std::string fill_tensors(LayerTensors& tensors, const LayerDescription& layer, unsigned operand_bits,
                         Dice& dice) {
  const LayerShape& shape = layer.shape;
  tensors.weights = Tensor<std::int16_t>({shape.K, shape.channels_per_group(), shape.R, shape.S});
  tensors.activations = Tensor<std::int16_t>({shape.C, shape.H, shape.W});

  const std::uint32_t weight_density = random_density(dice), input_density = random_density(dice);
  const std::int32_t weight_limit = random_limit(dice, operand_bits),
                     input_limit = random_limit(dice, operand_bits);
  fill_weights(tensors.weights, shape, layer.granularity, weight_density, weight_limit, dice);
  for (std::int16_t& value : tensors.activations.data)
    if (dice.chance(input_density)) {
      value = random_value(dice, input_limit);
      if (dice.one_in(2)) value = static_cast<std::int16_t>(std::min(std::abs(int{value}), int{input_limit}));
    }

  const bool empty_channels = dice.one_in(4);
  if (empty_channels) {
    const std::size_t plane = std::size_t{shape.H} * shape.W, taps = std::size_t{shape.R} * shape.S;
    for (std::size_t c = 0; c < shape.C; ++c)
      if (dice.one_in(3))
        std::fill_n(tensors.activations.data.begin() + static_cast<std::ptrdiff_t>(c * plane), plane,
                    std::int16_t{0});
    for (std::size_t c = 0; c < shape.channels_per_group(); ++c)
      if (dice.one_in(3))
        for (std::size_t k = 0; k < shape.K; ++k)
          std::fill_n(tensors.weights.data.begin() +
                          static_cast<std::ptrdiff_t>((k * shape.channels_per_group() + c) * taps),
                      taps, std::int16_t{0});
  }

  std::int32_t bias_limit = 0;
  if (dice.one_in(2)) {
    bias_limit = dice.pick({10, 30000, 1 << 28});
    tensors.bias = Tensor<std::int32_t>({shape.K});
    for (std::int32_t& value : tensors.bias->data) value = dice.draw_signed(-bias_limit, bias_limit);
  }

  const std::int64_t room = std::int64_t{std::numeric_limits<std::int32_t>::max()} - bias_limit;
  while (heaviest_filter(tensors.weights) * largest(tensors.activations) > room)
    halve(largest(tensors.weights) > largest(tensors.activations) ? tensors.weights : tensors.activations);

  return "weights " + std::to_string(weight_density) + " per mille up to " + std::to_string(weight_limit) +
         ", inputs " + std::to_string(input_density) + " per mille up to " + std::to_string(input_limit) +
         (empty_channels ? ", some channels empty" : "") + ", bias up to " + std::to_string(bias_limit);
}

void fill_full_scale(LayerTensors& tensors, unsigned operand_bits, Dice& dice) {
  const std::int32_t highest = (1 << (operand_bits - 1)) - 1;
  const bool extreme = dice.one_in(3);
  for (Tensor<std::int16_t>* tensor : {&tensors.weights, &tensors.activations}) {
    const std::int16_t one = random_value(dice, highest);
    for (std::int16_t& value : tensor->data)
      if (value != 0) {
        value = random_value(dice, highest);
        if (extreme) value = static_cast<std::int16_t>(one < 0 ? -highest - 1 : highest);
      }
  }
  if (tensors.bias)
    for (std::int32_t& value : tensors.bias->data)
      value = dice.draw_signed(-std::numeric_limits<std::int32_t>::max(),
                               std::numeric_limits<std::int32_t>::max());
}

std::string bring_written(LayerTensors& tensors, const LayerDescription& layer, unsigned operand_bits,
                          Dice& dice) {
  const std::uint32_t P = layer.shape.P(), Q = layer.shape.Q();
  const std::uint32_t rows = dice.one_in(3) ? P : dice.one_in(3) ? (P + 1) / 2 : dice.draw(1, P + 3);
  const std::uint32_t columns = dice.one_in(3) ? Q : dice.one_in(3) ? (Q + 1) / 2 : dice.draw(1, Q + 3);
  const std::uint32_t density = random_density(dice);
  const std::int32_t highest = (1 << (operand_bits - 1)) - 1;
  tensors.written = Tensor<std::int16_t>({layer.shape.K, rows, columns});
  for (std::int16_t& value : tensors.written->data)
    if (dice.chance(density)) value = random_value(dice, highest);
  return "written " + std::to_string(rows) + "x" + std::to_string(columns) + ", " + std::to_string(density) +
         " per mille";
}

}  // namespace scnnsim::lockstep
