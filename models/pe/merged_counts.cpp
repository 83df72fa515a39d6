// SPDX-License-Identifier: Apache-2.0
#include "models/pe/merged_counts.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/merged_counts.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// One lane can't look up bytes, and lookups need blocks of known length.
#if HWY_TARGET == HWY_SCALAR || HWY_HAVE_SCALABLE

void add_bits(std::uint8_t* counts, std::uint32_t bits) {
  for (unsigned n = 0; n < 32; ++n) counts[n] = static_cast<std::uint8_t>(counts[n] + (bits >> n & 1));
}

#else

/// Each of 32 lanes looks at its bit.
HWY_INLINE void add_bits(std::uint8_t* counts, std::uint32_t bits) {
  const hn::CappedTag<std::uint8_t, 32> d;
  HWY_ALIGN static constexpr std::uint8_t byte_of_lane[32] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1,
                                                              2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3};
  HWY_ALIGN static constexpr std::uint8_t bit_of_lane[32] = {1,  2,   4,  8,  16,  32, 64, 128, 1,  2,  4,
                                                             8,  16,  32, 64, 128, 1,  2,  4,   8,  16, 32,
                                                             64, 128, 1,  2,  4,   8,  16, 32,  64, 128};
  const auto all =
      hn::BitCast(d, hn::Set(hn::RepartitionToWide<hn::RepartitionToWide<decltype(d)> >(), bits));
  for (std::size_t n = 0; n < 32; n += hn::Lanes(d)) {
    const auto bit = hn::Load(d, bit_of_lane + n);
    const auto own = hn::And(hn::TableLookupBytes(all, hn::Load(d, byte_of_lane + n)), bit);
    const auto one = hn::And(hn::VecFromMask(d, hn::Eq(own, bit)), hn::Set(d, 1));
    hn::StoreU(hn::Add(hn::LoadU(d, counts + n), one), d, counts + n);
  }
}

#endif

/// 128 bits, of addresses from some first one on.
struct Window {
  std::uint64_t low = 0, high = 0;

  HWY_INLINE std::uint64_t count() const {
    return static_cast<std::uint64_t>(__builtin_popcountll(low) + __builtin_popcountll(high));
  }
};

HWY_INLINE Window operator&(Window a, Window b) {
  return {a.low & b.low, a.high & b.high};
}
HWY_INLINE Window operator|(Window a, Window b) {
  return {a.low | b.low, a.high | b.high};
}

/// `bits` moved up by 0 ... 63.
HWY_INLINE Window shifted(std::uint64_t bits, unsigned by) {
  return {bits << by, bits >> 1 >> (63 - by)};
}

/// The 128 bits of a long bit string from bit `first` on.
HWY_INLINE Window window_at(const std::uint64_t* words, std::size_t first) {
  words += first / 64;
  const unsigned by = first % 64;
  return {words[0] >> by | words[1] << 1 << (63 - by), words[1] >> by | words[2] << 1 << (63 - by)};
}

/// Merges and counts the products of one activation vector.
class IssueMerger {
 public:
  IssueMerger(const AddressBits& activations, const std::uint64_t* inside, std::uint32_t banks)
      : activations_(activations), inside_(inside), banks_(banks) {}

  /// The words of one k in a vector.
  HWY_INLINE void merge(const std::int32_t* begin, const std::int32_t* end, std::uint8_t* counts) {
    const std::int32_t lowest = *std::min_element(begin, end);
    const auto first = static_cast<std::size_t>(activations_.first + lowest);
    const Window inside = window_at(inside_, first);
    Window merged;
    std::uint64_t products = 0;
    for (const std::int32_t* address = begin; address < end; ++address) {
      const Window one = shifted(activations_.bits, static_cast<unsigned>(*address - lowest)) & inside;
      products += one.count();
      merged = merged | one;
    }
    totals_.kept += merged.count();
    totals_.merged += products - merged.count();
    add(merged, first, counts);
  }
  const MergedTotals& totals() const { return totals_; }

 private:
  /// The window from address `first` on, 32 banks at a time.
  HWY_INLINE void add(Window window, std::size_t first, std::uint8_t* counts) const {
    const unsigned by = first % 32;
    std::size_t bank = (first - by) % banks_;
    for (const std::uint64_t bits :
         {window.low << by, window.high << by | window.low >> 1 >> (63 - by), window.high >> 1 >> (63 - by)})
      for (const auto half : {static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32)}) {
        if (half != 0) add_bits(counts + bank, half);
        bank = bank + 32 == banks_ ? 0 : bank + 32;
      }
  }

  const AddressBits activations_;
  const std::uint64_t* inside_;
  const std::uint32_t banks_;
  MergedTotals totals_;
};

MergedTotals add_merged(const AddressBits& activations, const std::uint64_t* inside,
                        const WeightAddresses& weights, std::uint32_t banks, std::uint8_t* counts,
                        std::size_t lanes) {
  IssueMerger merger(activations, inside, banks);
  for (std::size_t w = 0; w < weights.vectors; ++w, counts += lanes) {
    const std::uint32_t end = weights.first_word[w + 1];
    for (std::uint32_t word = weights.first_word[w], next = word; word < end; word = next) {
      while (next < end && weights.k[next] == weights.k[word]) ++next;
      merger.merge(weights.address + word, weights.address + next, counts);
    }
  }
  return merger.totals();
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scnnsim {

HWY_EXPORT(add_merged);

void MergedCounts::prepare(const CoordinateUnit& coordinates, const OperandVector* activations,
                           std::size_t vectors, std::size_t words) {
  constexpr std::size_t read_too_much = 3;
  inside_.assign(words / 64 + 1 + read_too_much, 0);
  for (std::size_t address = 0; address < words; ++address)
    if (coordinates.banks()[address] != CoordinateUnit::dropped)
      inside_[address / 64] |= std::uint64_t{1} << address % 64;
  activations_.assign(vectors, {});
  for (std::size_t v = 0; v < vectors; ++v) {
    const OperandVector& vector = activations[v];
    if (vector.values == 0) continue;
    AddressBits& one = activations_[v];
    one.first = vector.operands[0].address;
    for (std::uint32_t n = 0; n < vector.values; ++n) {
      const std::int32_t distance = vector.operands[n].address - one.first;
      if (distance > 63) {
        one.bits = 0;
        break;
      }
      one.bits |= std::uint64_t{1} << distance;
    }
  }
}

MergedTotals MergedCounts::add(std::size_t activation, const WeightAddresses& weights, std::uint32_t banks,
                               std::uint8_t* counts, std::size_t lanes) const {
  return HWY_DYNAMIC_DISPATCH(add_merged)(activations_[activation], inside_.data(), weights, banks, counts,
                                          lanes);
}

}  // namespace scnnsim
#endif  // HWY_ONCE
