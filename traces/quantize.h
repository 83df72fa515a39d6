// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "traces/tensor.h"

namespace scnnsim {

/// value = integer x 2^-exponent, approximately.
struct QuantizedTensor {
  Tensor<std::int16_t> values;
  int exponent = 0;
};

/// Quantises float or double values to signed integers of `bits` (2 ... 16): the largest power-of-two scale
/// under which the largest magnitude is at most 2^(bits - 1) - 1, halves rounded to even; what is not zero
/// stays at least +-1, so that the pattern of non-zeros is kept. A tensor of zeros has exponent 0. Values
/// must be finite.
template <class Float>
QuantizedTensor quantize(const Tensor<Float>& tensor, unsigned bits);

/// value x 2^exponent, halves rounded to even and saturated to 32 bits: the bias of products at that scale. A
/// bias that saturates exceeds every sum of fewer than 2^17 products of 8-bit operands, so it decides the
/// sign of its outputs as before. Values must be finite.
template <class Float>
Tensor<std::int32_t> quantize_at(const Tensor<Float>& tensor, int exponent);

}  // namespace scnnsim
