// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace scnnsim {

/// Random numbers for one purpose in one layer. The stream depends on (seed, layer, purpose) alone, so it is
/// the same whichever other layers are generated, and on no std::*_distribution, whose results differ between
/// libraries.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view layer, std::string_view purpose);

  /// Uniform in 0 ... bound - 1; bound is at least 1.
  std::uint64_t below(std::uint64_t bound);
  /// Normal, mean 0.
  double normal(double standard_deviation);
  /// Beta(alpha, beta), both above 0.
  double beta(double alpha, double beta);
  /// Sets `count` of the `size` marks to 1, all choices equally likely, the others to 0.
  void choose(std::uint8_t* marks, std::uint64_t size, std::uint64_t count);

 private:
  std::mt19937_64 engine_;
};

}  // namespace scnnsim
