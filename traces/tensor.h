// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

namespace scnnsim {

using Shape = std::vector<std::size_t>;

inline std::size_t element_count(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

/// A dense tensor in C order (last index fastest).
template <class T>
struct Tensor {
  Shape shape;
  std::vector<T> data;

  Tensor() = default;
  explicit Tensor(Shape dimensions) : shape(std::move(dimensions)), data(element_count(shape)) {}

  std::size_t size() const { return data.size(); }
  bool empty() const { return data.empty(); }
};

/// Share of non-zero elements; 0 for an empty tensor.
template <class T>
double density(const Tensor<T>& tensor) {
  if (tensor.empty()) return 0.0;
  std::size_t nonzeros = 0;
  for (const T& value : tensor.data) nonzeros += value != T{0};
  return static_cast<double>(nonzeros) / static_cast<double>(tensor.size());
}

}  // namespace scnnsim
