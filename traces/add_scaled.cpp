// SPDX-License-Identifier: Apache-2.0
#include "traces/add_scaled.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "traces/add_scaled.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// One lane can't interleave, and blocks must be of known number.
#if HWY_TARGET == HWY_SCALAR || HWY_HAVE_SCALABLE

void add_scaled(std::int32_t* sums, const ScaledInputs* scaled, std::size_t count, std::size_t length) {
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t i = 0; i < length; ++i) sums[i] += std::int32_t{scaled[n].weight} * scaled[n].inputs[i];
}

#else

using Narrow = hn::CappedTag<std::int16_t, 16>;
using Wide = hn::RepartitionToWide<Narrow>;

/// Two entries, whose inputs are multiplied, interleaved, by both weights and added by one instruction.
struct ScaledPair {
  const std::int16_t *first, *second;
  hn::Vec<Narrow> weights;
};

/// Entries that are not there repeat the first, times zero.
HWY_INLINE ScaledPair pair_of(const ScaledInputs* scaled, std::size_t count, std::size_t n) {
  const auto bits = [&](std::size_t at) {
    return std::uint32_t{static_cast<std::uint16_t>(at < count ? scaled[at].weight : std::int16_t{0})};
  };
  const auto inputs = [&](std::size_t at) { return scaled[at < count ? at : 0].inputs; };
  const auto both = static_cast<std::int32_t>(bits(n) | bits(n + 1) << 16);
  return {inputs(n), inputs(n + 1), hn::BitCast(Narrow(), hn::Set(Wide(), both))};
}

template <std::size_t Pairs>
HWY_INLINE void add_pairs(std::int32_t* sums, const ScaledInputs* scaled, std::size_t count,
                          std::size_t length) {
  const Narrow d;
  const Wide wide;
  ScaledPair pairs[Pairs];
  for (std::size_t n = 0; n < Pairs; ++n) pairs[n] = pair_of(scaled, count, 2 * n);
  for (std::size_t i = 0; i < length; i += hn::Lanes(d)) {
    auto lower = hn::Zero(wide), lower_odd = lower, upper = lower, upper_odd = lower;
    for (const ScaledPair& pair : pairs) {
      const auto first = hn::LoadU(d, pair.first + i), second = hn::LoadU(d, pair.second + i);
      lower = hn::ReorderWidenMulAccumulate(wide, hn::InterleaveLower(first, second), pair.weights, lower,
                                            lower_odd);
      upper = hn::ReorderWidenMulAccumulate(wide, hn::InterleaveUpper(d, first, second), pair.weights, upper,
                                            upper_odd);
    }
    // Interleaving works within blocks of 128 bits: of two blocks, each sum holds a half.
    const auto low = hn::RearrangeToOddPlusEven(lower, lower_odd);
    const auto high = hn::RearrangeToOddPlusEven(upper, upper_odd);
    const bool two_blocks = hn::Lanes(wide) > 4;
    const auto one = two_blocks ? hn::ConcatLowerLower(wide, high, low) : low;
    const auto other = two_blocks ? hn::ConcatUpperUpper(wide, high, low) : high;
    std::int32_t* to = sums + i;
    hn::StoreU(hn::Add(hn::LoadU(wide, to), one), wide, to);
    to += hn::Lanes(wide);
    hn::StoreU(hn::Add(hn::LoadU(wide, to), other), wide, to);
  }
}

void add_scaled(std::int32_t* sums, const ScaledInputs* scaled, std::size_t count, std::size_t length) {
  static_assert(scaled_at_once == 8 && scaled_slack == 15);
  if (count > 4)
    add_pairs<4>(sums, scaled, count, length);
  else if (count > 2)
    add_pairs<2>(sums, scaled, count, length);
  else
    add_pairs<1>(sums, scaled, count, length);
}

#endif

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "traces/support/simd_dispatch.h"

namespace scnnsim {

SCNNSIM_SIMD_EXPORT(add_scaled);

void add_scaled(std::int32_t* sums, const ScaledInputs* scaled, std::size_t count, std::size_t length) {
  SCNNSIM_SIMD_CALL(add_scaled)(sums, scaled, count, length);
}

}  // namespace scnnsim
#endif  // HWY_ONCE
