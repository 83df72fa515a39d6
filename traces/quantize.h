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

/// Quantises to signed integers of `bits` (2 ... 16): the largest power-of-two scale under which the largest
/// magnitude is at most 2^(bits - 1) - 1, halves rounded to even; what is not zero stays at least +-1, so
/// that the pattern of non-zeros is kept. A tensor of zeros has exponent 0. Values must be finite.
QuantizedTensor quantize(const Tensor<float>& tensor, unsigned bits);

}  // namespace scnnsim
