// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/verify.h"

#include <fmt/format.h>

#include <utility>

#include "traces/convolution.h"

namespace scnnsim {
namespace {

template <class Value>
std::string first_difference(const Tensor<Value>& got, const Tensor<Value>& expected, const char* what) {
  if (got.data == expected.data) return {};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (got.data[i] == expected.data[i]) continue;
    const std::size_t columns = expected.shape[2], plane = expected.shape[1] * columns;
    return fmt::format("{} (k, p, q) = ({}, {}, {}): expected {}, got {}", what, i / plane,
                       i % plane / columns, i % columns, expected.data[i], got.data[i]);
  }
  return {};
}

}  // namespace

ReferenceOutputs outputs_of(const Tensor<std::int32_t>& sums, const LayerDescription& layer,
                            unsigned operand_bits) {
  ReferenceOutputs reference{sums, Tensor<std::int16_t>(sums.shape)};
  const Requantisation requantise(layer, operand_bits);
  for (std::size_t i = 0; i < sums.size(); ++i) reference.activations.data[i] = requantise(sums.data[i]);
  return reference;
}

std::string first_mismatch(const OutputRecorder& outputs, const ReferenceOutputs& reference) {
  const std::string sum = first_difference(outputs.sums, reference.sums, "output");
  return sum.empty() ? first_difference(outputs.activations, reference.activations, "compressed output")
                     : sum;
}

}  // namespace scnnsim
