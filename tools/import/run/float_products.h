// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "traces/layer.h"

namespace scnnsim {

/// Convolution of a batch of (C, H, W) by OpenCV: (batch, K, P, Q). `bias` has K numbers or none. Throws
/// UserError when the padded input has too many elements.
std::vector<float> convolve_floats(const LayerShape& shape, std::size_t batch,
                                   const std::vector<float>& input, const std::vector<float>& weights,
                                   const std::vector<float>& bias, const std::string& what);

/// (rows, inner) x (inner, columns) by OpenCV, either one transposed where it says so.
struct MatrixProduct {
  std::size_t rows, inner, columns;
  bool transposes_first = false, transposes_second = false;
  void run(const float* first, const float* second, float* result) const;
};

}  // namespace scnnsim
