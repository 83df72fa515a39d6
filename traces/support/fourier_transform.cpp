// SPDX-License-Identifier: Apache-2.0
#include "traces/support/fourier_transform.h"

#include <algorithm>
#include <cmath>

namespace scnnsim {

namespace {

/// Columns that are transformed together: their rows stay in the first-level cache.
constexpr std::size_t strip_width = 16;

}  // namespace

FourierTransform::FourierTransform(std::size_t rows) : rows_(rows), reversed_(rows) {
  for (std::size_t row = 1; row < rows; ++row)
    reversed_[row] = reversed_[row / 2] / 2 + (row % 2 == 1 ? rows / 2 : 0);
  const double step = 2 * std::acos(-1.0) / static_cast<double>(rows);
  for (std::size_t j = 0; j < rows / 2; ++j) {
    cosine_.push_back(static_cast<float>(std::cos(step * static_cast<double>(j))));
    sine_.push_back(static_cast<float>(std::sin(step * static_cast<double>(j))));
  }
}

void FourierTransform::transform_columns(std::vector<float>& real, std::vector<float>& imaginary,
                                         std::size_t columns) const {
  for (std::size_t row = 0; row < rows_; ++row) {
    const std::size_t other = reversed_[row];
    if (other <= row) continue;
    for (std::vector<float>* part : {&real, &imaginary})
      std::swap_ranges(&(*part)[row * columns], &(*part)[row * columns] + columns, &(*part)[other * columns]);
  }
  for (std::size_t first = 0; first < columns; first += strip_width)
    transform_strip(&real[first], &imaginary[first], columns, std::min(strip_width, columns - first));
}

/// Decimation in time; the rows stand in bit-reversed order.
void FourierTransform::transform_strip(float* real, float* imaginary, std::size_t columns,
                                       std::size_t width) const {
  for (std::size_t half = 1; half < rows_; half *= 2)
    for (std::size_t block = 0; block < rows_; block += 2 * half)
      for (std::size_t j = 0; j < half; ++j) {
        const float c = cosine_[j * (rows_ / (2 * half))], s = sine_[j * (rows_ / (2 * half))];
        float* const real_a = real + (block + j) * columns;
        float* const imaginary_a = imaginary + (block + j) * columns;
        float* const real_b = real_a + half * columns;
        float* const imaginary_b = imaginary_a + half * columns;
        for (std::size_t i = 0; i < width; ++i) {
          const float re = c * real_b[i] - s * imaginary_b[i], im = c * imaginary_b[i] + s * real_b[i];
          real_b[i] = real_a[i] - re;
          imaginary_b[i] = imaginary_a[i] - im;
          real_a[i] += re;
          imaginary_a[i] += im;
        }
      }
}

}  // namespace scnnsim
