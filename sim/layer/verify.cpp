// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/verify.h"

#include <fmt/format.h>

#include <utility>

#include "traces/convolution.h"

namespace scnnsim {
namespace {

/// The first difference at index i of tensors of this shape, whose values value_of(tensor, i) tells.
template <class Tensors, class ValueOf>
std::string first_difference(const Tensors& got, const Tensors& expected, const Shape& shape,
                             const ValueOf& value_of, const char* what) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto one = value_of(got, i), other = value_of(expected, i);
    if (one == other) continue;
    const std::size_t columns = shape[2], plane = shape[1] * columns;
    return fmt::format("{} (k, p, q) = ({}, {}, {}): expected {}, got {}", what, i / plane,
                       i % plane / columns, i % columns, other, one);
  }
  return {};
}

std::string difference_of_stored(const Tensor<std::int16_t>& got, const Tensor<std::int16_t>& expected) {
  if (got.data == expected.data) return {};
  const auto value_of = [](const Tensor<std::int16_t>& tensor, std::size_t i) { return tensor.data[i]; };
  return first_difference(got, expected, expected.shape, value_of, "compressed output");
}

}  // namespace

ReferenceOutputs outputs_of(const Sums& sums, const LayerDescription& layer, unsigned operand_bits) {
  ReferenceOutputs reference{sums, Tensor<std::int16_t>(sums.shape())};
  const Requantisation requantise(layer, operand_bits);
  sums.use([&](const auto& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
      reference.activations.data[i] = requantise(values.data[i]);
  });
  return reference;
}

std::string first_mismatch_of_sums(const Sums& computed, const Sums& reference) {
  if (computed == reference) return {};
  const auto value_of = [](const Sums& sums, std::size_t i) { return sums[i]; };
  return first_difference(computed, reference, reference.shape(), value_of, "output");
}

std::string first_mismatch(const OutputRecorder& outputs, const ReferenceOutputs& reference) {
  const std::string sum = first_mismatch_of_sums(outputs.sums, reference.sums);
  return sum.empty() ? difference_of_stored(outputs.activations, reference.activations) : sum;
}

}  // namespace scnnsim
