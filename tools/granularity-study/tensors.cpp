// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/tensors.h"

#include <algorithm>

namespace scnnsim {

Tensor<float> to_trace_tensor(const torch::Tensor& tensor, const Shape& shape) {
  const torch::Tensor values = tensor.detach().to(torch::kFloat).contiguous(at::MemoryFormat::Contiguous);
  Tensor<float> copy(shape);
  std::copy_n(values.data_ptr<float>(), copy.size(), copy.data.begin());
  return copy;
}

Tensor<float> to_trace_tensor(const torch::Tensor& tensor) {
  return to_trace_tensor(tensor, Shape(tensor.sizes().begin(), tensor.sizes().end()));
}

}  // namespace scnnsim
