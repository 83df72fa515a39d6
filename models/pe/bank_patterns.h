// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/align/aligned_allocator.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/pe/bank_queues.h"
#include "models/pe/coordinate_unit.h"

namespace scnnsim {

/// The bank counts of weight vectors under the linear bank hash, prepared once per piece for all PEs that
/// share it.
///
/// Derivation: the product of activation a and weight w has address A(a) + A(w), so bank (A(a) + A(w)) mod B.
/// Let P[b] count the vector's weights with A(w) mod B = b. The products of the vector with a number P[(b -
/// A(a)) mod B] in bank b: P read from the activation's turn = -A(a) mod B, cyclically. P is stored twice in
/// a row, so that the read needs no wrap-around. Where B is a part of a SIMD vector, P is stored as often as
/// fills two: the queues of a bank then stand in several lanes, all alike.
///
/// Where products are dropped (at the edges of a temporal tile), P depends on the activation: there is one
/// pattern per class of activations that drop the same taps (CoordinateUnit::kept_by_class), of the weights
/// at the others.
class BankPatterns {
 public:
  /// Bytes of one pattern.
  static constexpr std::size_t length(std::uint32_t banks) {
    return 2 * std::max<std::size_t>(banks, BankQueues<std::uint8_t>::padding);
  }
  /// Whether the linear hash over so many banks can be worked on in this way.
  static constexpr bool possible(std::uint32_t banks) {
    return banks % BankQueues<std::uint8_t>::padding == 0 || BankQueues<std::uint8_t>::padding % banks == 0;
  }

  /// Prepares empty patterns of `vectors` weight vectors.
  void clear(const CoordinateUnit& coordinates, std::size_t vectors);
  /// Counts a weight of a vector.
  void add(std::size_t vector, const CoordinateUnit::TapPlace& weight) {
    std::uint8_t* pattern = counts_.data() + vector * stride_ + weight.bank;
    for (const std::uint64_t kept : kept_by_class_) {
      *pattern = static_cast<std::uint8_t>(*pattern + (kept >> weight.tap & 1));
      pattern += length_;
    }
  }
  /// Call when all weights are counted.
  void repeat();

  /// The patterns of the weight vectors from `vector` on.
  const std::uint8_t* counts(std::size_t vector) const { return counts_.data() + vector * stride_; }
  /// Bytes from a weight vector's patterns to the next one's.
  std::size_t stride() const { return stride_; }

 private:
  std::uint32_t banks_ = 1;
  std::size_t length_ = 0, stride_ = 0;
  std::vector<std::uint64_t> kept_by_class_;
  /// Aligned, so that 32 counts from any turn of a pattern lie in one cache line.
  std::vector<std::uint8_t, boost::alignment::aligned_allocator<std::uint8_t, 64>> counts_;
};

}  // namespace scnnsim
