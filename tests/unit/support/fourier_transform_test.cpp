// SPDX-License-Identifier: Apache-2.0
#include "traces/support/fourier_transform.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

namespace scnnsim {
namespace {

TEST(FourierTransform, four_values_by_hand) {
  // x(k) = 1, 2, 3, 4: sums of x(k) i^(j k).
  std::vector<float> real{1, 2, 3, 4}, imaginary(4);
  FourierTransform(4).transform_columns(real, imaginary, 1);
  EXPECT_EQ(real, (std::vector<float>{10, -2, -2, -2}));
  const std::vector<float> expected{0, -2, 0, 2};
  for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(imaginary[j], expected[j], 1e-6);
}

TEST(FourierTransform, equals_the_definition_in_every_column) {
  for (const std::size_t rows : {1u, 2u, 8u, 64u})
    for (const std::size_t columns : {1u, 5u, 16u, 37u}) {
      std::vector<float> real(rows * columns), imaginary(rows * columns);
      for (std::size_t i = 0; i < real.size(); ++i) {
        real[i] = static_cast<float>(i * 7919 % 101) / 101 - 0.5f;
        imaginary[i] = static_cast<float>(i * 104729 % 89) / 89 - 0.5f;
      }
      const auto before_real = real, before_imaginary = imaginary;
      FourierTransform(rows).transform_columns(real, imaginary, columns);
      for (std::size_t j = 0; j < rows; ++j)
        for (std::size_t c = 0; c < columns; ++c) {
          std::complex<double> sum;
          for (std::size_t k = 0; k < rows; ++k)
            sum +=
                std::complex<double>(before_real[k * columns + c], before_imaginary[k * columns + c]) *
                std::polar(1.0, 2 * std::acos(-1.0) * static_cast<double>(j * k) / static_cast<double>(rows));
          ASSERT_NEAR(real[j * columns + c], sum.real(), 1e-5) << rows << " " << columns;
          ASSERT_NEAR(imaginary[j * columns + c], sum.imag(), 1e-5) << rows << " " << columns;
        }
    }
}

}  // namespace
}  // namespace scnnsim
