// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "traces/npy.h"

namespace scnnsim::testing {

template <class T>
void write(const std::filesystem::path& file, const Shape& shape, const std::vector<T>& values) {
  Tensor<T> tensor;
  tensor.shape = shape;
  tensor.data = values;
  write_npy(file, tensor);
}

}  // namespace scnnsim::testing
