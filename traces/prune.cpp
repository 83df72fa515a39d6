// SPDX-License-Identifier: Apache-2.0
#include "traces/prune.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "traces/grains.h"
#include "traces/support/error.h"
#include "traces/support/random_stream.h"

namespace scnnsim {

namespace {

constexpr std::uint64_t random_saliences = std::uint64_t{1} << 40;

/// Calls visit(salience of a weight) with the function that salience names.
template <class Visit>
void with_salience(Salience salience, RandomStream& random, Visit&& visit) {
  switch (salience) {
    case Salience::l1:
      return visit([](std::int16_t weight) { return std::int64_t{std::abs(int{weight})}; });
    case Salience::l2:
      return visit([](std::int16_t weight) { return std::int64_t{weight} * weight; });
    case Salience::random:
      return visit([&](std::int16_t) { return static_cast<std::int64_t>(random.below(random_saliences)); });
  }
}

/// Calls visit(Sum{}) with the smallest type that holds the salience of every grain, so that large layers can
/// be pruned: saliences of single weights take no more memory than the weights.
template <class Visit>
auto with_sum_type(const Grains& grains, Salience salience, Visit&& visit) {
  constexpr std::uint64_t largest_weight = 32768;
  std::uint64_t most = random_saliences;
  if (salience == Salience::l1) most = largest_weight * grains.largest();
  if (salience == Salience::l2) most = largest_weight * largest_weight * grains.largest();
  if (most <= std::numeric_limits<std::uint16_t>::max()) return visit(std::uint16_t{});
  if (most <= std::numeric_limits<std::uint32_t>::max()) return visit(std::uint32_t{});
  return visit(std::int64_t{});
}

/// Salience of each grain: the sum over its weights, or one random number.
template <class Sum>
std::vector<Sum> saliences_of(const PrunedLayer& layer, const Grains& grains, const PruneOptions& options) {
  std::vector<Sum> saliences;
  saliences.reserve(grains.count());
  const std::int16_t* weights = layer.weights.data.data();
  const std::size_t full = grains.largest();
  const bool are_equal = grains.are_equal();
  RandomStream random(options.seed, layer.name, "pruning");
  with_salience(options.salience, random, [&](const auto& salience) {
    grains.for_each([&](const std::vector<GrainRun>& runs) {
      if (options.salience == Salience::random) return saliences.push_back(static_cast<Sum>(salience(0)));
      std::int64_t sum = 0;
      std::size_t size = 0;
      for (const GrainRun& run : runs) {
        for (std::size_t i = 0; i < run.length; ++i) sum += salience(weights[run.first + i]);
        size += run.length;
      }
      saliences.push_back(
          static_cast<Sum>(are_equal ? sum
                                     : std::llround(static_cast<double>(sum) * static_cast<double>(full) /
                                                    static_cast<double>(size))));
    });
  });
  return saliences;
}

/// The `rank`-th largest, from 1, by digits of 16 bits.
template <class Sum>
std::int64_t largest(const std::vector<Sum>& norms, std::size_t rank) {
  constexpr unsigned digit_bits = 16;
  constexpr std::size_t digits = std::size_t{1} << digit_bits;
  const auto highest = static_cast<std::int64_t>(*std::max_element(norms.begin(), norms.end()));
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

void clear(const std::vector<GrainRun>& runs, Tensor<std::int16_t>& weights) {
  for (const GrainRun& run : runs)
    std::fill_n(weights.data.begin() + static_cast<std::ptrdiff_t>(run.first), run.length, std::int16_t{0});
}

/// Keeps the `kept` grains of largest salience.
template <class Sum>
void keep_largest(const PrunedLayer& layer, const Grains& grains, const std::vector<Sum>& saliences,
                  std::size_t kept) {
  const std::int64_t lowest = kept == 0 ? std::numeric_limits<std::int64_t>::max() : largest(saliences, kept);
  const auto above = static_cast<std::size_t>(
      std::count_if(saliences.begin(), saliences.end(), [&](std::int64_t one) { return one > lowest; }));
  std::size_t ties = kept - above;  // that are kept: the first ones
  auto salience = saliences.begin();
  grains.for_each([&](const std::vector<GrainRun>& runs) {
    const auto one = static_cast<std::int64_t>(*salience++);
    if (one > lowest) return;
    if (one == lowest && ties > 0) {
      --ties;
      return;
    }
    clear(runs, layer.weights);
  });
}

/// Keeps the `kept` weights of largest salience in each grain.
std::size_t keep_in_each_grain(const PrunedLayer& layer, const Grains& grains, const PruneOptions& options) {
  struct Candidate {
    std::int64_t salience;
    std::size_t position;
  };
  std::vector<Candidate> candidates;
  const std::size_t kept = options.granularity.kept;
  RandomStream random(options.seed, layer.name, "pruning");
  with_salience(options.salience, random, [&](const auto& salience) {
    grains.for_each([&](const std::vector<GrainRun>& runs) {
      candidates.clear();
      for (const GrainRun& run : runs)
        for (std::size_t i = run.first; i < run.first + run.length; ++i)
          candidates.push_back({salience(layer.weights.data[i]), i});
      std::stable_sort(candidates.begin(), candidates.end(),
                       [](const Candidate& a, const Candidate& b) { return a.salience > b.salience; });
      for (std::size_t n = kept; n < candidates.size(); ++n) layer.weights.data[candidates[n].position] = 0;
    });
  });
  return grains.count();
}

}  // namespace

double density_of(const Granularity& granularity, const std::optional<double>& asked,
                  const std::string& where) {
  if (!granularity.is_n_of_m()) {
    if (!asked) throw UserError(where + ": missing, expected a number in 0 ... 1");
    return *asked;
  }
  const double own = static_cast<double>(granularity.kept) / granularity.c;
  if (asked && std::fabs(*asked - own) > 1e-9)
    throw UserError(fmt::format("{}: got {}, expected {} or nothing: {} keeps {} of {} weights", where,
                                *asked, own, to_string(granularity), granularity.kept, granularity.c));
  return own;
}

void check_grains(const Granularity& granularity, const LayerShape& shape, const std::string& layer) {
  if (granularity.family != Granularity::Family::block || Grains(granularity, shape).count() > 1) return;
  throw UserError(fmt::format(
      "layer {}: granularity {}: one block covers the {} x {} x {} x {} weights of the layer; expected a "
      "smaller block, or choose the other layers with --layers",
      layer, to_string(granularity), shape.K, shape.channels_per_group(), shape.R, shape.S));
}

std::size_t prune(const PrunedLayer& layer, const PruneOptions& options) {
  check_grains(options.granularity, layer.shape, layer.name);
  const Grains grains(options.granularity, layer.shape);
  if (options.granularity.kept > 0) return keep_in_each_grain(layer, grains, options);
  return with_sum_type(grains, options.salience, [&](auto sum) {
    const auto saliences = saliences_of<decltype(sum)>(layer, grains, options);
    const auto kept =
        static_cast<std::size_t>(std::llround(options.density * static_cast<double>(saliences.size())));
    keep_largest(layer, grains, saliences, kept);
    return kept;
  });
}

std::size_t prune(Tensor<std::int16_t>& weights, const LayerShape& shape, const Granularity& granularity,
                  double density) {
  return prune({"", shape, weights}, {granularity, density});
}

namespace {

struct RankedGrain {
  double salience;  ///< per weight, in units of the network
  std::size_t layer, grain, size;
};

std::vector<RankedGrain> rank_grains(const std::vector<PrunedLayer>& layers, const PruneOptions& options) {
  std::vector<RankedGrain> ranked;
  const int powers = options.salience == Salience::l2 ? 2 : options.salience == Salience::l1 ? 1 : 0;
  for (std::size_t n = 0; n < layers.size(); ++n) {
    check_grains(options.granularity, layers[n].shape, layers[n].name);
    const Grains grains(options.granularity, layers[n].shape);
    const auto saliences = saliences_of<std::int64_t>(layers[n], grains, options);
    const double full = powers == 0 ? 1 : static_cast<double>(grains.largest());
    std::size_t grain = 0;
    grains.for_each([&](const std::vector<GrainRun>& runs) {
      const std::size_t size =
          std::accumulate(runs.begin(), runs.end(), std::size_t{0},
                          [](std::size_t sum, const GrainRun& run) { return sum + run.length; });
      const double sum = std::ldexp(static_cast<double>(saliences[grain]), -powers * layers[n].exponent);
      ranked.push_back({sum / full, n, grain++, size});
    });
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const RankedGrain& a, const RankedGrain& b) { return a.salience > b.salience; });
  return ranked;
}

/// How many of the first grains hold the number of weights nearest to `wanted`, the fewer on ties.
std::size_t nearest_count(const std::vector<RankedGrain>& ranked, double wanted) {
  double held = 0;
  for (std::size_t n = 0; n < ranked.size(); ++n) {
    const double more = held + static_cast<double>(ranked[n].size);
    if (more - wanted >= wanted - held) return n;
    held = more;
  }
  return ranked.size();
}

}  // namespace

void prune_network(const std::vector<PrunedLayer>& layers, const PruneOptions& options) {
  if (options.granularity.kept > 0) {
    for (const PrunedLayer& layer : layers) prune(layer, options);
    return;
  }
  const std::vector<RankedGrain> ranked = rank_grains(layers, options);
  double weights = 0;
  for (const PrunedLayer& layer : layers) weights += static_cast<double>(layer.weights.size());
  std::vector<std::vector<bool>> stays(layers.size());
  for (std::size_t n = 0; n < layers.size(); ++n)
    stays[n].resize(Grains(options.granularity, layers[n].shape).count());
  const std::size_t kept = nearest_count(ranked, options.density * weights);
  for (std::size_t i = 0; i < kept; ++i) stays[ranked[i].layer][ranked[i].grain] = true;
  for (std::size_t n = 0; n < layers.size(); ++n) {
    std::size_t grain = 0;
    Grains(options.granularity, layers[n].shape).for_each([&](const std::vector<GrainRun>& runs) {
      if (!stays[n][grain++]) clear(runs, layers[n].weights);
    });
  }
}

}  // namespace scnnsim
