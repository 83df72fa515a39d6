// SPDX-License-Identifier: Apache-2.0
#include "traces/quantize.h"

#include <algorithm>
#include <cmath>

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

QuantizedTensor quantize(const Tensor<float>& tensor, unsigned bits) {
  QuantizedTensor quantized{Tensor<std::int16_t>(tensor.shape), 0};
  double largest = 0;
  for (const float value : tensor.data) largest = std::max(largest, std::fabs(double{value}));
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

}  // namespace scnnsim
