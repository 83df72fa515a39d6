// SPDX-License-Identifier: Apache-2.0
#include "traces/prune.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
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

std::size_t prune(Tensor<std::int16_t>& weights, const LayerShape& shape, Granularity granularity,
                  double density) {
  const std::size_t length = grain_rule(granularity).length(shape), grains = weights.size() / length;
  std::vector<std::int64_t> norms(grains);
  for (std::size_t i = 0; i < weights.size(); ++i) norms[i / length] += std::abs(int{weights.data[i]});

  const auto kept = static_cast<std::size_t>(std::llround(density * static_cast<double>(grains)));
  std::vector<std::size_t> order(grains);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::nth_element(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
      [&](std::size_t a, std::size_t b) { return norms[a] != norms[b] ? norms[a] > norms[b] : a < b; });
  for (std::size_t i = kept; i < grains; ++i)
    std::fill_n(weights.data.begin() + static_cast<std::ptrdiff_t>(order[i] * length), length,
                std::int16_t{0});
  return kept;
}

}  // namespace scnnsim
