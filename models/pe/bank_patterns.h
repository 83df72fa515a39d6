// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/align/aligned_allocator.hpp>
#include <cstdint>
#include <vector>

#include "models/pe/bank_queues.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// The bank counts of activation vectors under the linear bank hash, prepared once per pass and used for
/// every output-channel group.
///
/// Derivation: the product of activation a and weight w has address A(a) + A(w), so bank (A(a) + A(w)) mod B.
/// Let P[b] count the vector's activations with A(a) mod B = b. The products of the vector with w number P[(b
/// - A(w)) mod B] in bank b: P read from position shift = -A(w) mod B, cyclically. P is stored twice in a
/// row, so that the read needs no wrap-around. Where B is a part of a SIMD vector, P is stored as often as
/// fills two: the queues of a bank then stand in several lanes, all alike.
///
/// Where some product of the vector is dropped (at the edges of a temporal tile), P depends on the weight's
/// tap: there is one pattern per class of taps that drop the same activations of the tile
/// (CoordinateUnit::tap_classes), of those that are kept.
class BankPatterns {
 public:
  explicit BankPatterns(std::uint32_t banks) : banks_(banks), length_(length(banks)) {}

  /// Bytes of one pattern.
  static constexpr std::size_t length(std::uint32_t banks) {
    return 2 * std::max<std::size_t>(banks, BankQueues<std::uint8_t>::padding);
  }
  /// Whether the linear hash over so many banks can be worked on in this way.
  static constexpr bool possible(std::uint32_t banks) {
    return banks % BankQueues<std::uint8_t>::padding == 0 || BankQueues<std::uint8_t>::padding % banks == 0;
  }

  /// Forgets everything; `vectors` vectors of a tile are to come.
  void clear(const CoordinateUnit& coordinates, std::size_t vectors);
  /// Begins the next channel's block; its vectors are appended after it.
  void begin_channel();
  /// Appends the patterns of the next vector.
  void append(const OperandVector& vector, const CoordinateUnit& coordinates);

  const std::uint8_t* counts() const { return counts_.data(); }
  /// The patterns of the vectors from `vector` on, counted over all channels.
  const BankPattern* patterns(std::size_t vector) const { return vectors_.data() + vector; }
  /// How many products of the tile with so many weights at each [channel x taps] are not dropped.
  std::uint64_t kept(const std::vector<std::uint32_t>& weights_at_tap) const;

 private:
  /// Appends an empty pattern; returns its position.
  std::size_t append_pattern();
  void count(std::size_t pattern, std::int32_t address);
  void append_by_class(const OperandVector& vector, const CoordinateUnit& coordinates);
  void count_kept(const OperandVector& vector, const CoordinateUnit& coordinates);

  const std::uint32_t banks_;
  const std::size_t length_;
  std::size_t taps_ = 0;
  /// Aligned, so that 32 counts from any turn of a pattern lie in one cache line.
  std::vector<std::uint8_t, boost::alignment::aligned_allocator<std::uint8_t, 64>> counts_;
  std::vector<BankPattern> vectors_;
  std::vector<std::uint32_t> first_taps_;   ///< the first tap of each class
  std::vector<std::uint32_t> kept_at_tap_;  ///< [channel x taps]: activations
};

}  // namespace scnnsim
