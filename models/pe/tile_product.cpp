// SPDX-License-Identifier: Apache-2.0
#include "models/pe/tile_product.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/tile_product.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The words begin ... end - 1 all belong to one k, whose accumulators are `sums`.
HWY_INLINE void add_products(std::int32_t* sums, std::size_t area, const std::int16_t* block,
                             const WeightWords& words, std::size_t begin, std::size_t end) {
  const hn::CappedTag<std::int32_t, DenseBlocks::simd_slack> d;
  const hn::Rebind<std::int16_t, decltype(d)> narrow;
  for (std::size_t t = 0; t < area; t += hn::Lanes(d)) {
    auto sum = hn::LoadU(d, sums + t);
    for (std::size_t w = begin; w < end; ++w) {
      const auto activations = hn::PromoteTo(d, hn::LoadU(narrow, block + t - words.offset[w]));
      sum = hn::Add(sum, hn::Mul(activations, hn::Set(d, words.value[w])));
    }
    hn::StoreU(sum, d, sums + t);
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

void DenseBlocks::clear(std::size_t length, std::size_t largest_offset) {
  margin_ = largest_offset + simd_slack;
  stride_ = length + 2 * margin_;
  values_.clear();
}

void DenseBlocks::append() {
  current_ = values_.size() + margin_;
  values_.resize(values_.size() + stride_, 0);
}

}  // namespace scnnsim
#endif  // HWY_ONCE
