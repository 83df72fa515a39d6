// SPDX-License-Identifier: Apache-2.0
#pragma once

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
/// row, so that the read needs no wrap-around.
///
/// Where some product of the vector may be dropped (at the edges of a temporal tile), P depends on the
/// weight's tap: there is one pattern per tap, of the activations that it keeps.
class BankPatterns {
 public:
  explicit BankPatterns(std::uint32_t banks) : banks_(banks) {}

  void clear();
  /// Appends the patterns of the next vector.
  void append(const OperandVector& vector, const CoordinateUnit& coordinates);

  /// Begins the next channel's block; its vectors are appended after it.
  void begin_channel(const CoordinateUnit& coordinates);

  const std::uint8_t* counts() const { return counts_.data(); }
  /// The patterns of the vectors from `vector` on, counted over all channels.
  const BankPattern* patterns(std::size_t vector) const { return vectors_.data() + vector; }
  /// Per tap: values of the channel's block whose product with a weight at that tap is not dropped.
  const std::uint32_t* kept(std::size_t channel) const { return kept_.data() + channel * taps_; }

 private:
  /// Appends an empty pattern; returns its position.
  std::size_t append_pattern();
  void count(std::size_t pattern, std::int32_t address);

  const std::uint32_t banks_;
  std::size_t taps_ = 0;
  std::vector<std::uint8_t> counts_;
  std::vector<BankPattern> vectors_;
  std::vector<std::uint32_t> kept_;  ///< [channel x taps]
};

}  // namespace scnnsim
