// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/align/aligned_allocator.hpp>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/pe/coordinate_unit.h"

namespace scnnsim {

/// Banks stand in SIMD vectors, padded to a multiple of this.
inline constexpr std::size_t bank_padding = 32;

/// Elements of one pattern.
constexpr std::size_t bank_pattern_length(std::uint32_t banks) {
  return 2 * std::max<std::size_t>(banks, bank_padding);
}
/// Whether the linear hash over so many banks can be worked on in this way.
constexpr bool bank_patterns_possible(std::uint32_t banks) {
  return banks % bank_padding == 0 || bank_padding % banks == 0;
}

/// What the products of an issue are to the banks under the linear bank hash, prepared per weight vector,
/// once per step, for all PEs that share it. An Element says it of a bank: a count of products (uint8_t), or
/// a bit per product lane (uint16_t, uint64_t).
///
/// Derivation: the product of activation a and weight w has address A(a) + A(w), so bank (A(a) + A(w)) mod B.
/// Let P[b] count the vector's weights with A(w) mod B = b. The products of the vector with a number P[(b -
/// A(a)) mod B] in bank b: P read from the activation's turn = -A(a) mod B, cyclically. The same holds of
/// lanes: weight lane x I + activation lane is that of a product, so P[b] has the bits weight lane x I, which
/// the activation's lane shifts. P is stored twice in a row, so that the read needs no wrap-around. Where B
/// is a part of a SIMD vector, P is stored as often as fills two: a bank then stands in several lanes, all
/// alike.
///
/// Where products are dropped (at the edges of a temporal tile), P depends on the activation: there is one
/// pattern per class of activations that drop the same taps (kept_taps.h), of the weights at the others.
///
/// Of a step's weight vectors, those are held that PEs are at: few enough for a cache.
template <class Element>
class BankPatterns {
 public:
  /// Turns to a step of `vectors` weight vectors: none of them is held.
  void prepare(const CoordinateUnit& coordinates, std::size_t vectors) {
    vectors_ = vectors;
    banks_ = coordinates.bank_count();
    length_ = bank_pattern_length(banks_);
    const KeptClasses& kept_by_class = coordinates.kept_by_class();
    stride_ = length_ * kept_by_class.size();
    patterns_of_tap_.resize(coordinates.taps());
    for (std::size_t tap = 0; tap < patterns_of_tap_.size(); ++tap) {
      patterns_of_tap_[tap].clear();
      for (std::size_t n = 0; n < kept_by_class.size(); ++n)
        if (kept_by_class[n] >> tap & 1) patterns_of_tap_[tap].push_back(n * length_);
    }
    first_ = end_ = 0;
  }
  /// Makes room for all vectors from `begin` to `end` - 1 and returns the first that is not held yet, if that
  /// is before `end`: it and those after it are to be added. Keeps some before `begin`, for PEs that lag
  /// behind.
  std::size_t make_room(std::size_t begin, std::size_t end) {
    if (begin >= first_ && end <= end_) return end;
    if (begin < first_ || begin > end_) first_ = end_ = begin;
    if (end - first_ > most_held) forget_before(std::max(first_, begin - std::min(begin, held_behind)));
    if (elements_.size() < (end - first_) * stride_)
      elements_.resize(std::min(vectors_, std::max(most_held, end - first_)) * stride_);
    return std::exchange(end_, end);
  }
  /// Begins a vector, without weights.
  void clear(std::size_t vector) { std::fill_n(of(vector), stride_, Element{0}); }
  /// Adds a weight of a vector: 1, or the bit weight lane x I.
  void add(std::size_t vector, const CoordinateUnit::TapPlace& weight, Element share) {
    Element* element = of(vector) + weight.bank;
    for (const std::size_t pattern : patterns_of_tap_[weight.tap])
      element[pattern] = static_cast<Element>(element[pattern] + share);
  }
  /// Ends a vector: all its weights are added.
  void repeat(std::size_t vector) {
    Element* const begin = of(vector);
    for (Element* first = begin; first < begin + stride_; first += length_)
      if (banks_ == bank_padding)  // a length that the compiler knows
        std::copy_n(first, bank_padding, first + bank_padding);
      else
        for (std::size_t at = banks_; at < length_; at += banks_) std::copy_n(first, banks_, first + at);
  }

  /// The patterns of the vectors that are held, those of one after the other's, and the first such vector.
  const Element* elements() const { return elements_.data(); }
  std::size_t first() const { return first_; }
  /// Elements from a weight vector's patterns to the next one's.
  std::size_t stride() const { return stride_; }

 private:
  static constexpr std::size_t most_held = 512, held_behind = 32;  ///< if not more are needed at once
  Element* of(std::size_t vector) { return elements_.data() + (vector - first_) * stride_; }
  void forget_before(std::size_t vector) {
    if (vector == first_) return;
    std::copy(of(vector), of(end_), elements_.data());
    first_ = vector;
  }

  std::size_t vectors_ = 0;          ///< of the step
  std::size_t first_ = 0, end_ = 0;  ///< of those that are held
  std::uint32_t banks_ = 1;
  std::size_t length_ = 0, stride_ = 0;
  std::vector<std::vector<std::size_t>> patterns_of_tap_;  ///< where those of the classes that keep it begin
  /// Aligned, so that 32 counts from any turn of a pattern lie in one cache line.
  std::vector<Element, boost::alignment::aligned_allocator<Element, 64>> elements_;
};

}  // namespace scnnsim
