// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace scnnsim {

/// Discrete Fourier transform along the rows' index, x(k) -> sum over k of x(k) exp(2 pi i j k / rows), of
/// every column of a complex matrix (rows, columns). Plain radix-2 code: a library would choose its
/// operations, and with them the last bits of the results, by the processor at hand; here the same input
/// gives the same bits everywhere. `rows` is a power of two.
class FourierTransform {
 public:
  explicit FourierTransform(std::size_t rows);
  /// In place; both parts are stored row by row.
  void transform_columns(std::vector<float>& real, std::vector<float>& imaginary, std::size_t columns) const;

 private:
  void transform_strip(float* real, float* imaginary, std::size_t columns, std::size_t width) const;

  std::size_t rows_;
  std::vector<std::size_t> reversed_;  ///< each row's index with its bits in reverse order
  std::vector<float> cosine_, sine_;   ///< of 2 pi j / rows, j < rows / 2
};

}  // namespace scnnsim
