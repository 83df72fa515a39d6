// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scnnsim {

/// Activations of a PE's tile, one block per channel, dense by address with zeros in between. `simd_slack`
/// zeros follow each block, because SIMD reads past its end.
class DenseBlocks {
 public:
  /// Prepares `blocks` blocks, all zero, of addresses 0 ... `length` - 1.
  void reset(std::size_t blocks, std::size_t length) {
    layout_ = {length, length + simd_slack};
    values_.assign(blocks * layout_.stride, 0);
  }
  std::int16_t* block(std::size_t index) { return values_.data() + layout_.position(index); }
  const std::int16_t* values() const { return values_.data(); }

  /// Prefetches all values. They are read in an order that processors do not predict.
  void prefetch() const {
    constexpr std::size_t in_cache_line = 64 / sizeof(std::int16_t);
    for (std::size_t n = 0; n < values_.size(); n += in_cache_line) __builtin_prefetch(values_.data() + n);
  }

  struct Layout {
    std::size_t length = 0, stride = 0;
    /// Index in values() of address 0 of a block.
    std::size_t position(std::size_t block) const { return block * stride; }
  };
  const Layout& layout() const { return layout_; }

  static constexpr std::size_t simd_slack = 16;  ///< values that SIMD may read or write past the end

 private:
  Layout layout_;
  std::vector<std::int16_t> values_;
};

/// Two weights of one run. A single weight is paired with a zero.
struct WeightPair {
  std::uint32_t first = 0, second = 0;  ///< per weight: DenseBlocks position of its block
  std::uint32_t weights = 0;            ///< the first in the low half, as int16
};

/// Consecutive pairs of one k and tap.
struct WeightRun {
  std::uint32_t sum = 0;  ///< accumulator of their products with the activation at address 0
  std::uint32_t end = 0;  ///< one past the last pair; the first follows the run before
};

/// Adds the products of weights with whole activation blocks to the accumulators: accumulators[sum + t] +=
/// weight x values[position + t], for all weights of the runs and 0 <= t < length. Also writes up to
/// DenseBlocks::simd_slack accumulators past the end, with unchanged values. SIMD with run-time dispatch.
///
/// Derivation: the address of a product is k x area + offset(tap) + address(activation), so the sum, over the
/// weights of one k and tap, of weight x block goes to the accumulators from k x area + offset(tap) on: zeros
/// contribute nothing. Two products at a time are multiplied and added by one instruction, which takes their
/// operands interleaved.
void add_tile_products(std::int32_t* accumulators, std::size_t length, const std::int16_t* values,
                       const std::vector<WeightPair>& pairs, const std::vector<WeightRun>& runs);
/// The same for sums that may exceed 32 bits, without SIMD.
void add_tile_products(std::int64_t* accumulators, std::size_t length, const std::int16_t* values,
                       const std::vector<WeightPair>& pairs, const std::vector<WeightRun>& runs);

}  // namespace scnnsim
