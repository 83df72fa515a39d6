// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/tile_product.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/batched/tile_product.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A target with one lane cannot interleave. Vectors whose length is known only at run time cannot be members.
#if HWY_TARGET == HWY_SCALAR || HWY_HAVE_SCALABLE

void add_tile_products(std::int32_t* accumulators, std::size_t length, const std::int16_t* values,
                       const std::vector<WeightPair>& pairs, const std::vector<WeightRun>& runs) {
  const WeightPair* pair = pairs.data();
  for (const WeightRun& run : runs)
    for (; pair < pairs.data() + run.end; ++pair)
      for (std::size_t t = 0; t < length; ++t)
        accumulators[run.sum + t] +=
            static_cast<std::int16_t>(pair->weights) * values[pair->first + t] +
            static_cast<std::int16_t>(pair->weights >> 16) * values[pair->second + t];
}

#else

using Narrow = hn::CappedTag<std::int16_t, 16>;
using Wide = hn::RepartitionToWide<Narrow>;

/// Sums at as many positions as a vector of activations has, in interleaved order.
struct Sums {
  hn::Vec<Wide> lower, lower_odd, upper, upper_odd;

  HWY_INLINE void clear() { lower = lower_odd = upper = upper_odd = hn::Zero(Wide()); }
  HWY_INLINE void add(hn::Vec<Narrow> first, hn::Vec<Narrow> second, hn::Vec<Narrow> weights) {
    lower =
        hn::ReorderWidenMulAccumulate(Wide(), hn::InterleaveLower(first, second), weights, lower, lower_odd);
    upper = hn::ReorderWidenMulAccumulate(Wide(), hn::InterleaveUpper(Narrow(), first, second), weights,
                                          upper, upper_odd);
  }
  /// Interleaving works within blocks of 128 bits. With two blocks, `lower` and `upper` hold a half of each
  /// block.
  HWY_INLINE void add_to(std::int32_t* accumulators) const {
    const Wide d;
    const auto low = hn::RearrangeToOddPlusEven(lower, lower_odd);
    const auto high = hn::RearrangeToOddPlusEven(upper, upper_odd);
    const bool two_blocks = hn::Lanes(d) > 4;
    const auto one = two_blocks ? hn::ConcatLowerLower(d, high, low) : low;
    const auto other = two_blocks ? hn::ConcatUpperUpper(d, high, low) : high;
    hn::StoreU(hn::Add(hn::LoadU(d, accumulators), one), d, accumulators);
    accumulators += hn::Lanes(d);
    hn::StoreU(hn::Add(hn::LoadU(d, accumulators), other), d, accumulators);
  }
};

/// Adds pairs of one run at `Vectors` vectors of positions. A pair is loaded once for all of these vectors.
template <std::size_t Vectors>
HWY_INLINE void add_pairs(std::int32_t* accumulators, const std::int16_t* values, const WeightPair* begin,
                          const WeightPair* end) {
  const Narrow d;
  const std::size_t n = hn::Lanes(d);
  Sums sums[Vectors];
  for (Sums& one : sums) one.clear();
  for (const WeightPair* pair = begin; pair < end; ++pair) {
    const auto weights = hn::BitCast(d, hn::Set(Wide(), static_cast<std::int32_t>(pair->weights)));
    const std::int16_t *first = values + pair->first, *second = values + pair->second;
    for (std::size_t v = 0; v < Vectors; ++v)
      sums[v].add(hn::LoadU(d, first + v * n), hn::LoadU(d, second + v * n), weights);
  }
  for (std::size_t v = 0; v < Vectors; ++v) sums[v].add_to(accumulators + v * n);
}

void add_tile_products(std::int32_t* accumulators, std::size_t length, const std::int16_t* values,
                       const std::vector<WeightPair>& pairs, const std::vector<WeightRun>& runs) {
  const std::size_t n = hn::Lanes(Narrow());
  static_assert(16 <= DenseBlocks::simd_slack);  // no more vectors than the length needs
  const WeightPair* begin = pairs.data();
  for (const WeightRun& run : runs) {
    const WeightPair* end = pairs.data() + run.end;
    std::int32_t* sums = accumulators + run.sum;
    std::size_t t = 0;
    for (; t + 3 * n < length; t += 4 * n) add_pairs<4>(sums + t, values + t, begin, end);
    for (; t + 2 * n < length; t += 3 * n) add_pairs<3>(sums + t, values + t, begin, end);
    for (; t + n < length; t += 2 * n) add_pairs<2>(sums + t, values + t, begin, end);
    for (; t < length; t += n) add_pairs<1>(sums + t, values + t, begin, end);
    begin = end;
  }
}

#endif

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "traces/support/simd_dispatch.h"

namespace scnnsim {

SCNNSIM_SIMD_EXPORT(add_tile_products);

void add_tile_products(std::int32_t* accumulators, std::size_t length, const std::int16_t* values,
                       const std::vector<WeightPair>& pairs, const std::vector<WeightRun>& runs) {
  SCNNSIM_SIMD_CALL(add_tile_products)(accumulators, length, values, pairs, runs);
}

void add_tile_products(std::int64_t* accumulators, std::size_t length, const std::int16_t* values,
                       const std::vector<WeightPair>& pairs, const std::vector<WeightRun>& runs) {
  const WeightPair* pair = pairs.data();
  for (const WeightRun& run : runs)
    for (; pair < pairs.data() + run.end; ++pair) {
      const std::int64_t first = static_cast<std::int16_t>(pair->weights),
                         second = static_cast<std::int16_t>(pair->weights >> 16);
      for (std::size_t t = 0; t < length; ++t)
        accumulators[run.sum + t] += first * values[pair->first + t] + second * values[pair->second + t];
    }
}

}  // namespace scnnsim
#endif  // HWY_ONCE
