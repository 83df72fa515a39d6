// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "traces/support/fourier_transform.h"
#include "traces/support/random_stream.h"

namespace scnnsim {

/// Random planes of a given size with power-law amplitude spectrum: independent Gaussian fields, whose
/// amplitude at spatial frequency k is proportional to k^-exponent and zero at k = 0. They are cut out of a
/// torus that is larger than the plane, so that opposite borders are hardly related.
class GaussianFields {
 public:
  GaussianFields(std::uint64_t rows, std::uint64_t columns, double exponent);

  /// The next plane, (rows, columns), with mean 0 and variance 1 over the plane (all zeros if it has one
  /// position). Draws from `random` for two planes at a time.
  const std::vector<float>& next(RandomStream& random);

  /// Expected correlation of neighbours, along rows and columns together, within a plane of mean 0 and
  /// variance
  /// 1. 0 for a single position.
  double neighbour_correlation() const;

 private:
  void draw_pair(RandomStream& random);
  std::vector<float> covariances() const;

  std::size_t rows_, columns_, torus_rows_, torus_columns_;
  FourierTransform along_columns_, along_rows_;
  std::vector<float> amplitude_;          ///< (torus rows, torus columns)
  std::vector<float> torus_[2], cut_[2];  ///< real and imaginary parts before and after the first transform
  std::vector<float> planes_[2];
  bool has_second_ = false;
};

}  // namespace scnnsim
