// SPDX-License-Identifier: Apache-2.0
#include "traces/add_scaled.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "traces/add_scaled.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void add_scaled(std::int32_t* sums, const ScaledInputs* scaled, std::size_t count, std::size_t offset,
                std::size_t length) {
  const hn::ScalableTag<std::int32_t> d;
  const hn::Rebind<std::int16_t, decltype(d)> narrow;
  // Entries that are not there repeat the first, times zero.
  const auto inputs = [&](std::size_t n) { return scaled[n < count ? n : 0].inputs + offset; };
  const auto weight = [&](std::size_t n) {
    return std::int32_t{n < count ? scaled[n].weight : std::int16_t{0}};
  };
  const std::int16_t *in0 = inputs(0), *in1 = inputs(1), *in2 = inputs(2), *in3 = inputs(3);
  const auto w0 = hn::Set(d, weight(0)), w1 = hn::Set(d, weight(1)), w2 = hn::Set(d, weight(2)),
             w3 = hn::Set(d, weight(3));
  const auto product = [&](const std::int16_t* in, hn::Vec<decltype(d)> w)
                           HWY_ATTR { return hn::Mul(hn::PromoteTo(d, hn::LoadU(narrow, in)), w); };
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= length; i += hn::Lanes(d)) {
    const auto first = hn::Add(product(in0 + i, w0), product(in1 + i, w1));
    const auto second = hn::Add(product(in2 + i, w2), product(in3 + i, w3));
    hn::StoreU(hn::Add(hn::LoadU(d, sums + i), hn::Add(first, second)), d, sums + i);
  }
  for (; i < length; ++i)
    for (std::size_t n = 0; n < count; ++n)
      sums[i] += std::int32_t{scaled[n].weight} * scaled[n].inputs[offset + i];
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scnnsim {

HWY_EXPORT(add_scaled);

void add_scaled(std::int32_t* sums, const ScaledInputs* scaled, std::size_t count, std::size_t offset,
                std::size_t length) {
  HWY_DYNAMIC_DISPATCH(add_scaled)(sums, scaled, count, offset, length);
}

}  // namespace scnnsim
#endif  // HWY_ONCE
