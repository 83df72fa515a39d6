// SPDX-License-Identifier: Apache-2.0
#include "traces/support/random_stream.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <boost/random/beta_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>

namespace scnnsim {

namespace {

std::uint64_t derive_seed(std::uint64_t seed, std::string_view layer, std::string_view purpose) {
  const std::string text = fmt::format("{}\n{}\n{}", seed, purpose, layer);
  return XXH64(text.data(), text.size(), 0);
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view layer, std::string_view purpose)
    : engine_(derive_seed(seed, layer, purpose)) {}

std::uint64_t RandomStream::below(std::uint64_t bound) {
  return boost::random::uniform_int_distribution<std::uint64_t>(0, bound - 1)(engine_);
}

double RandomStream::normal(double standard_deviation) {
  return boost::random::normal_distribution<double>(0, standard_deviation)(engine_);
}

double RandomStream::beta(double alpha, double beta) {
  const double value = boost::random::beta_distribution<double>(alpha, beta)(engine_);
  // Both gamma draws behind it underflow when alpha and beta are tiny: then it is all or nothing.
  return std::isfinite(value) ? value : (normal(1) < 0 ? 0 : 1);
}

void RandomStream::choose(std::uint8_t* marks, std::uint64_t size, std::uint64_t count) {
  // Selection sampling (Knuth, TAOCP volume 2, algorithm 3.4.2 S).
  for (std::uint64_t i = 0; i < size; ++i) {
    marks[i] = below(size - i) < count;
    count -= marks[i];
  }
}

}  // namespace scnnsim
