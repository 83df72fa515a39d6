// SPDX-License-Identifier: Apache-2.0
#include "traces/prune.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>

namespace scnnsim {

const std::vector<GrainRule>& grain_rules() {
  static const std::vector<GrainRule> rules{
      {Granularity::element, "single weights", [](const LayerShape&) { return std::size_t{1}; }},
      {Granularity::vector, "kernel rows, 1 x S", [](const LayerShape& s) { return std::size_t{s.S}; }},
      {Granularity::kernel, "kernels, R x S", [](const LayerShape& s) { return std::size_t{s.R} * s.S; }},
      {Granularity::filter, "filters, C x R x S",
       [](const LayerShape& s) { return std::size_t{s.channels_per_group()} * s.R * s.S; }},
  };
  return rules;
}

const GrainRule& grain_rule(Granularity granularity) {
  for (const GrainRule& rule : grain_rules())
    if (rule.granularity == granularity) return rule;
  throw std::out_of_range("no grains at this granularity");
}

namespace {

/// L1 norm of each grain.
template <class Norm>
std::vector<Norm> norms_of(const Tensor<std::int16_t>& weights, std::size_t length) {
  std::vector<Norm> norms(weights.size() / length);
  const std::int16_t* weight = weights.data.data();
  for (Norm& norm : norms)
    for (const std::int16_t* end = weight + length; weight < end; ++weight)
      norm = static_cast<Norm>(norm + static_cast<Norm>(std::abs(int{*weight})));
  return norms;
}

/// The `rank`-th largest, from 1, by digits of 16 bits. A norm is below 2^48.
template <class Norm>
std::int64_t largest(const std::vector<Norm>& norms, std::size_t rank) {
  constexpr unsigned digit_bits = 16;
  constexpr std::size_t digits = std::size_t{1} << digit_bits;
  const std::int64_t highest{*std::max_element(norms.begin(), norms.end())};
  unsigned shift = 0;
  while (highest >> shift >> digit_bits != 0) shift += digit_bits;
  std::int64_t prefix = 0;
  std::vector<std::size_t> counts;
  for (;; shift -= digit_bits) {
    counts.assign(digits, 0);
    for (const std::int64_t norm : norms)
      if (norm >> shift >> digit_bits == prefix) ++counts[static_cast<std::size_t>(norm >> shift) % digits];
    std::size_t digit = digits - 1;
    for (; counts[digit] < rank; --digit) rank -= counts[digit];
    prefix = prefix << digit_bits | static_cast<std::int64_t>(digit);
    if (shift == 0) return prefix;
  }
}

/// Keeps the grains of `length` weights with the largest norms, which must fit `Norm`.
template <class Norm>
std::size_t keep_largest(Tensor<std::int16_t>& weights, std::size_t length, double density) {
  const std::vector<Norm> norms = norms_of<Norm>(weights, length);
  const auto kept = static_cast<std::size_t>(std::llround(density * static_cast<double>(norms.size())));
  const std::int64_t lowest = kept == 0 ? std::numeric_limits<std::int64_t>::max() : largest(norms, kept);
  const auto above = static_cast<std::size_t>(
      std::count_if(norms.begin(), norms.end(), [&](std::int64_t norm) { return norm > lowest; }));
  std::size_t ties = kept - above;  // that are kept: the first ones
  for (std::size_t grain = 0; grain < norms.size(); ++grain) {
    if (norms[grain] > lowest) continue;
    if (norms[grain] == lowest && ties > 0) {
      --ties;
      continue;
    }
    std::fill_n(weights.data.begin() + static_cast<std::ptrdiff_t>(grain * length), length, std::int16_t{0});
  }
  return kept;
}

/// Whether the norm of any grain of this length fits.
template <class Norm>
bool fits(std::size_t length) {
  constexpr std::uint64_t largest_weight = 32768;
  return length <= static_cast<std::uint64_t>(std::numeric_limits<Norm>::max()) / largest_weight;
}

}  // namespace

// Norms take no more memory than the weights of their grains, so that large layers can be pruned.
std::size_t prune(Tensor<std::int16_t>& weights, const LayerShape& shape, Granularity granularity,
                  double density) {
  const std::size_t length = grain_rule(granularity).length(shape);
  if (fits<std::uint16_t>(length)) return keep_largest<std::uint16_t>(weights, length, density);
  if (fits<std::uint32_t>(length)) return keep_largest<std::uint32_t>(weights, length, density);
  return keep_largest<std::int64_t>(weights, length, density);
}

}  // namespace scnnsim
