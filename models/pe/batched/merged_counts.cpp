// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/merged_counts.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pe/batched/merged_counts.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Counts of 32 neighbouring banks. add() adds one bit per bank.
class Counts32 {
 public:
// A target with one lane has no byte lookup, and lookups need blocks of known length.
#if HWY_TARGET == HWY_SCALAR || HWY_HAVE_SCALABLE
  explicit Counts32(std::uint8_t* counts) : counts_(counts) {}
  void add(std::uint32_t bits) {
    for (unsigned n = 0; n < 32; ++n) counts_[n] = static_cast<std::uint8_t>(counts_[n] + (bits >> n & 1));
  }
  void store() const {}

 private:
  std::uint8_t* counts_;
#else
  HWY_INLINE explicit Counts32(std::uint8_t* counts) : at_(counts) {
    for (std::size_t n = 0; n < vectors; ++n) counts_[n] = hn::LoadU(D(), counts + n * hn::Lanes(D()));
  }
  /// Adds bit n to count n.
  HWY_INLINE void add(std::uint32_t bits) {
    HWY_ALIGN static constexpr std::uint8_t byte_of_lane[32] = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3};
    HWY_ALIGN static constexpr std::uint8_t bit_of_lane[32] = {1,  2,   4,  8,  16,  32, 64, 128, 1,  2,  4,
                                                               8,  16,  32, 64, 128, 1,  2,  4,   8,  16, 32,
                                                               64, 128, 1,  2,  4,   8,  16, 32,  64, 128};
    const auto all = hn::BitCast(D(), hn::Set(hn::RepartitionToWide<hn::RepartitionToWide<D> >(), bits));
    for (std::size_t n = 0; n < vectors; ++n) {
      const auto bit = hn::Load(D(), bit_of_lane + n * hn::Lanes(D()));
      const auto byte = hn::Load(D(), byte_of_lane + n * hn::Lanes(D()));
      const auto own = hn::And(hn::TableLookupBytes(all, byte), bit);
      counts_[n] = hn::Sub(counts_[n], hn::VecFromMask(D(), hn::Eq(own, bit)));  // less -1 where it is set
    }
  }
  HWY_INLINE void store() const {
    for (std::size_t n = 0; n < vectors; ++n) hn::StoreU(counts_[n], D(), at_ + n * hn::Lanes(D()));
  }

 private:
  using D = hn::CappedTag<std::uint8_t, 32>;
  static constexpr std::size_t vectors = 32 / hn::MaxLanes(D());
  std::uint8_t* at_;
  hn::Vec<D> counts_[vectors];
#endif
};

/// 128 consecutive addresses, as bits.
struct Window {
  std::uint64_t low = 0, high = 0;

  HWY_INLINE std::uint64_t count() const {
    return static_cast<unsigned>(__builtin_popcountll(low)) +
           static_cast<unsigned>(__builtin_popcountll(high));
  }
};

HWY_INLINE Window operator&(Window a, Window b) {
  return {a.low & b.low, a.high & b.high};
}
/// The 128 bits of a long bit string from bit `first` on.
HWY_INLINE Window window_at(const std::uint64_t* words, std::size_t first) {
  words += first / 64;
  const unsigned by = first % 64;
  return {words[0] >> by | words[1] << 1 << (63 - by), words[1] >> by | words[2] << 1 << (63 - by)};
}

/// Addresses of the products of an activation vector with the words of one k, each once.
HWY_INLINE Window merge(std::uint64_t activations, const std::uint8_t* above_lowest,
                        const WeightGroup& group) {
  Window merged;
  for (std::uint32_t word = group.first_word; word < group.end_word; ++word) {
    merged.low |= activations << above_lowest[word];
    merged.high |= activations >> 1 >> (63 - above_lowest[word]);
#if HWY_COMPILER_GCC || HWY_COMPILER_CLANG
    asm("" : "+r"(merged.low));  // no SIMD: groups have few words
#endif
  }
  return merged;
}

/// Calls add(bits) with the window's bits, 32 at a time. `by`: bank, mod 32, of the lowest bit.
template <class Add>
HWY_INLINE void for_each_half(Window window, unsigned by, Add&& add) {
  const auto add_both = [&](std::uint64_t bits) HWY_ATTR {
    add(static_cast<std::uint32_t>(bits));
    add(static_cast<std::uint32_t>(bits >> 32));
  };
  add_both(window.low << by);
  const Window rest{window.high << by | window.low >> 1 >> (63 - by), window.high >> 1 >> (63 - by)};
  if ((rest.low | rest.high) == 0) return;
  add_both(rest.low);
  add_both(rest.high);
}

/// Merged products of a group, and the address of the lowest bit.
struct MergedGroup {
  Window products;
  std::size_t first;

  HWY_INLINE MergedGroup(const MergedIssues& issues, const WeightGroup& group)
      : products(merge(issues.activations.bits, issues.weights.above_lowest, group)),
        first(static_cast<std::size_t>(issues.activations.first + group.lowest)) {
    if (issues.inside != nullptr) products = products & window_at(issues.inside, first);
  }
};

/// Case of 32 banks: the bits of all addresses go to the same counts.
std::uint64_t add_merged_to_32(const MergedIssues& issues, std::uint8_t* counts, std::size_t lanes) {
  std::uint64_t kept = 0;
  const WeightGroups& weights = issues.weights;
  for (std::size_t w = 0; w < weights.vectors; ++w, counts += lanes) {
    Counts32 all(counts);
    for (std::uint32_t g = weights.first_group[w]; g < weights.first_group[w + 1]; ++g) {
      const MergedGroup merged(issues, weights.groups[g]);
      kept += merged.products.count();
      for_each_half(merged.products, merged.first % 32, [&](std::uint32_t bits) HWY_ATTR { all.add(bits); });
    }
    all.store();
  }
  return kept;
}

std::uint64_t add_merged(const MergedIssues& issues, std::uint8_t* counts, std::size_t lanes) {
  if (issues.banks == 32) return add_merged_to_32(issues, counts, lanes);
  std::uint64_t kept = 0;
  const WeightGroups& weights = issues.weights;
  for (std::size_t w = 0; w < weights.vectors; ++w, counts += lanes)
    for (std::uint32_t g = weights.first_group[w]; g < weights.first_group[w + 1]; ++g) {
      const MergedGroup merged(issues, weights.groups[g]);
      kept += merged.products.count();
      std::size_t bank = merged.first / 32 * 32 % issues.banks;
      for_each_half(merged.products, merged.first % 32, [&](std::uint32_t bits) HWY_ATTR {
        Counts32 some(counts + bank);
        some.add(bits);
        some.store();
        bank = bank + 32 == issues.banks ? 0 : bank + 32;
      });
    }
  return kept;
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "traces/support/simd_dispatch.h"

namespace scnnsim {

SCNNSIM_SIMD_EXPORT(add_merged);

void MergedCounts::prepare(const CoordinateUnit& coordinates, const OperandVector* activations,
                           std::size_t vectors, std::size_t words) {
  constexpr std::size_t read_too_much = 3;
  inside_.assign(words / 64 + 1 + read_too_much, 0);
  all_inside_ = true;
  for (std::size_t address = 0; address < words; ++address)
    if (coordinates.banks()[address] != CoordinateUnit::dropped)
      inside_[address / 64] |= std::uint64_t{1} << address % 64;
    else
      all_inside_ = false;
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

std::uint64_t MergedCounts::add(std::size_t activation, const WeightGroups& weights, std::uint32_t banks,
                                std::uint8_t* counts, std::size_t lanes) const {
  const MergedIssues issues{activations_[activation], weights, all_inside_ ? nullptr : inside_.data(), banks};
  return SCNNSIM_SIMD_CALL(add_merged)(issues, counts, lanes);
}

}  // namespace scnnsim
#endif  // HWY_ONCE
