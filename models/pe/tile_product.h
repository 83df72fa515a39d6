// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scnnsim {

/// Adds the products of weight words with a whole activation block to the accumulators, one weight and many
/// positions at a time (SIMD with run-time dispatch).
///
/// Derivation: the address of a product is k x area + offset(tap) + address(activation). With the block's
/// values laid out dense by address, zeros in between, accumulator k x area + t receives value(w) x block[t -
/// offset(w)] for every t: zeros contribute nothing. The blocks lie one after another with margins of zeros
/// before, between and after them, each at least as long as the largest offset plus what SIMD reads too much.
class DenseBlocks {
 public:
  /// Prepares `blocks` blocks, all zero, of addresses 0 ... `length` - 1 under offsets up to
  /// `largest_offset`.
  void reset(std::size_t blocks, std::size_t length, std::size_t largest_offset);
  /// Address 0 of a block.
  std::int16_t* block(std::size_t index) { return values_.data() + margin_ + index * stride_; }
  const std::int16_t* block(std::size_t index) const { return values_.data() + margin_ + index * stride_; }

  static constexpr std::size_t simd_slack = 64;  ///< values that SIMD may read or write too much

 private:
  std::size_t margin_ = 0, stride_ = 0;
  std::vector<std::int16_t> values_;
};

/// The value words of a piece of a weight block: k ascending.
struct WeightWords {
  const std::uint16_t* k = nullptr;
  const std::int32_t* offset = nullptr;  ///< share of the address without k
  const std::int32_t* value = nullptr;
  std::size_t count = 0;
};

/// accumulators[k x area + t] += value x block[t - offset], for all words and 0 <= t < area. Reads and
/// writes, with the same values, up to DenseBlocks::simd_slack words past the last k's area.
void add_tile_products(std::int32_t* accumulators, std::size_t area, const std::int16_t* block,
                       const WeightWords& words);

}  // namespace scnnsim
