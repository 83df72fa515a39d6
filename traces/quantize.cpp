// SPDX-License-Identifier: Apache-2.0
#include "traces/quantize.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace scnnsim {

namespace {

/// The largest e with largest x 2^e <= limit.
int scale_exponent(double largest, double limit) {
  const int e = std::ilogb(limit) - std::ilogb(largest);
  return std::ldexp(largest, e) <= limit ? e : e - 1;
}

double round_half_to_even(double value) {
  const double floor = std::floor(value), above = value - floor;
  if (above != 0.5) return above < 0.5 ? floor : floor + 1;
  return std::fmod(floor, 2) == 0 ? floor : floor + 1;
}

}  // namespace

template <class Float>
QuantizedTensor quantize(const Tensor<Float>& tensor, unsigned bits) {
  QuantizedTensor quantized{Tensor<std::int16_t>(tensor.shape), 0};
  double largest = 0;
  for (const Float value : tensor.data) largest = std::max(largest, std::fabs(static_cast<double>(value)));
  if (largest == 0) return quantized;
  quantized.exponent = scale_exponent(largest, (1 << (bits - 1)) - 1);
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    const double value = tensor.data[i];
    if (value == 0) continue;
    const double rounded = round_half_to_even(std::ldexp(std::fabs(value), quantized.exponent));
    const auto magnitude = static_cast<std::int16_t>(std::max(rounded, 1.0));
    quantized.values.data[i] = static_cast<std::int16_t>(value < 0 ? -magnitude : magnitude);
  }
  return quantized;
}

template QuantizedTensor quantize(const Tensor<float>&, unsigned);
template QuantizedTensor quantize(const Tensor<double>&, unsigned);

template <class Float>
Tensor<std::int32_t> quantize_at(const Tensor<Float>& tensor, int exponent) {
  using Limits = std::numeric_limits<std::int32_t>;
  Tensor<std::int32_t> integers(tensor.shape);
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    const double value = round_half_to_even(std::ldexp(static_cast<double>(tensor.data[i]), exponent));
    integers.data[i] = static_cast<std::int32_t>(std::clamp<double>(value, -Limits::max(), Limits::max()));
  }
  return integers;
}

template Tensor<std::int32_t> quantize_at(const Tensor<float>&, int);
template Tensor<std::int32_t> quantize_at(const Tensor<double>&, int);

}  // namespace scnnsim
