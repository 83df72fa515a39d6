// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/torch.h>

#include "traces/tensor.h"

namespace scnnsim {

/// A copy of a float tensor in C order, in the given shape of as many values.
Tensor<float> to_trace_tensor(const torch::Tensor& tensor, const Shape& shape);
/// The same in its own shape.
Tensor<float> to_trace_tensor(const torch::Tensor& tensor);

}  // namespace scnnsim
