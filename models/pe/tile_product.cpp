// SPDX-License-Identifier: Apache-2.0
#include "models/pe/tile_product.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/tile_product.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The words begin ... end - 1 all belong to one k, whose accumulators are `sums`. Three vectors at a time: a
/// weight and its offset are then loaded once for them.
HWY_INLINE void add_products(std::int32_t* sums, std::size_t area, const std::int16_t* block,
                             const WeightWords& words, std::size_t begin, std::size_t end) {
  const hn::CappedTag<std::int32_t, 16> d;
  static_assert(3 * 16 <= DenseBlocks::simd_slack);
  const hn::Rebind<std::int16_t, decltype(d)> narrow;
  const std::size_t n = hn::Lanes(d);
  const auto product = [&](const std::int16_t* at, hn::Vec<decltype(d)> weight)
                           HWY_ATTR { return hn::Mul(hn::PromoteTo(d, hn::LoadU(narrow, at)), weight); };
  for (std::size_t t = 0; t < area; t += 3 * n) {
    auto first = hn::LoadU(d, sums + t);
    auto second = hn::LoadU(d, sums + t + n);
    auto third = hn::LoadU(d, sums + t + 2 * n);
    for (std::size_t w = begin; w < end; ++w) {
      const std::int16_t* at = block + t - words.offset[w];
      const auto weight = hn::Set(d, words.value[w]);
      first = hn::Add(first, product(at, weight));
      second = hn::Add(second, product(at + n, weight));
      third = hn::Add(third, product(at + 2 * n, weight));
    }
    hn::StoreU(first, d, sums + t);
    hn::StoreU(second, d, sums + t + n);
    hn::StoreU(third, d, sums + t + 2 * n);
  }
}

void add_tile_products(std::int32_t* accumulators, std::size_t area, const std::int16_t* block,
                       const WeightWords& words) {
  for (std::size_t begin = 0, end = 0; begin < words.count; begin = end) {
    for (end = begin + 1; end < words.count && words.k[end] == words.k[begin];) ++end;
    add_products(accumulators + words.k[begin] * area, area, block, words, begin, end);
  }
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scnnsim {

HWY_EXPORT(add_tile_products);

void add_tile_products(std::int32_t* accumulators, std::size_t area, const std::int16_t* block,
                       const WeightWords& words) {
  HWY_DYNAMIC_DISPATCH(add_tile_products)(accumulators, area, block, words);
}

void DenseBlocks::reset(std::size_t blocks, std::size_t length, std::size_t largest_offset) {
  margin_ = largest_offset + simd_slack;
  stride_ = length + margin_;
  values_.assign(margin_ + blocks * stride_, 0);
}

}  // namespace scnnsim
#endif  // HWY_ONCE
