// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bitset>
#include <boost/align/aligned_allocator.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "models/pe/batched/tile_places.h"

namespace scnnsim {

/// Bank arrays are padded to a multiple of this number of banks, which fills SIMD vectors.
inline constexpr std::size_t bank_padding = 32;
/// Whether queues can have that many banks: code for other numbers is not compiled.
constexpr bool is_padded(std::size_t banks) {
  return banks % bank_padding == 0;
}

/// Length of one pattern in elements.
constexpr std::size_t bank_pattern_length(std::uint32_t banks) {
  return 2 * std::max<std::size_t>(banks, bank_padding);
}
/// Whether patterns can describe `banks` banks.
constexpr bool bank_patterns_possible(std::uint32_t banks) {
  return banks % bank_padding == 0 || bank_padding % banks == 0;
}

/// Bank patterns of the weight vectors of a step: the banks that a vector's products with an activation at
/// address 0 hit, under the linear bank hash. PEs whose accumulator regions have the same shape share them.
/// An Element describes one bank: a count of products (uint8_t), or a bit per product lane (uint16_t,
/// uint64_t).
///
/// Derivation: the product of activation a and weight w has address A(a) + A(w), so bank (A(a) + A(w)) mod B.
/// Let P[b] count the vector's weights with A(w) mod B = b. Bank b receives P[(b - A(a)) mod B] products: the
/// pattern read cyclically from the activation's rotation, -A(a) mod B. Lanes work alike: a product has lane
/// weight lane x I + activation lane, so P[b] holds the bits weight lane x I, and the reader shifts them by
/// the activation's lane. P is stored twice in a row, so the read needs no wrap-around. With fewer banks than
/// a SIMD vector has elements, P is repeated until it fills two vectors: a bank then stands in several
/// elements, all alike.
///
/// At the edges of a temporal tile, products are dropped, and P depends on the activation: there is one
/// pattern per tap class (valid_taps.h), made of the weights at the taps that the class keeps.
///
/// Only vectors near the PEs' current positions are held, so the table stays in cache.
template <class Element>
class BankPatterns {
 public:
  /// Begins a step of `vectors` weight vectors. No vector is held. PEs are at most `lag` vectors apart.
  void begin_step(const TilePlaces& places, std::size_t vectors, std::size_t lag) {
    vectors_ = vectors;
    held_behind_ = std::max(least_held_behind, lag);
    most_held_ = std::max(least_held, 2 * lag);
    banks_ = places.banks();
    length_ = bank_pattern_length(banks_);
    const TapClasses& classes = places.classes();
    classes_ = classes.size();
    stride_ = length_ * classes_;
    patterns_of_tap_.resize(places.tap_count());
    for (std::size_t tap = 0; tap < patterns_of_tap_.size(); ++tap) {
      patterns_of_tap_[tap].clear();
      for (std::size_t n = 0; n < classes_; ++n)
        if (classes[n] >> tap & 1) patterns_of_tap_[tap].push_back(n * length_);
    }
    first_ = end_ = 0;
    weights_before_.assign(classes_, 0);
  }
  /// Injected fault: begins a step but keeps the patterns of the step before.
  void begin_step_stale(std::size_t vectors) {
    vectors_ = vectors;
    end_ = std::min(end_, vectors);
    first_ = std::min(first_, end_);
  }
  /// Makes room for the vectors `begin` ... `end` - 1. Returns the first vector that is not held yet; the
  /// caller adds the vectors from this one on. Keeps some vectors before `begin`, for PEs that lag behind.
  std::size_t make_room(std::size_t begin, std::size_t end) {
    if (begin >= first_ && end <= end_) return end;
    if (begin < first_ || begin > end_) restart(begin);
    if (end - first_ > most_held_) forget_before(std::max(first_, begin - std::min(begin, held_behind_)));
    if (elements_.size() < (end - first_) * stride_)
      elements_.resize(std::min(vectors_, std::max(most_held_, end - first_)) * stride_);
    weights_before_.resize((end - first_ + 1) * classes_);
    return std::exchange(end_, end);
  }
  /// Begins a vector: clears its patterns.
  void begin_vector(std::size_t vector) { std::fill_n(of(vector), stride_, Element{0}); }
  /// Adds a weight to the patterns of a vector. `share` is 1 for counts, or the bit weight lane x I for
  /// lanes.
  void add(std::size_t vector, const TilePlaces::TapPlace& weight, Element share) {
    Element* element = of(vector) + weight.bank;
    for (const std::size_t pattern : patterns_of_tap_[weight.tap])
      element[pattern] = static_cast<Element>(element[pattern] + share);
  }
  /// Ends a vector: counts its weights, and repeats its patterns up to their full length.
  void end_vector(std::size_t vector) {
    const std::uint32_t* before = weights_before(vector);
    std::uint32_t* after = weights_before(vector + 1);
    Element* const begin = of(vector);
    for (Element* first = begin; first < begin + stride_; first += length_) {
      if (banks_ == bank_padding) {  // a constant length
        *after++ = *before++ + weights_in(first, bank_padding);
        std::copy_n(first, bank_padding, first + bank_padding);
      } else {
        *after++ = *before++ + weights_in(first, banks_);
        for (std::size_t at = banks_; at < length_; at += banks_) std::copy_n(first, banks_, first + at);
      }
    }
  }
  /// Injected fault: rotates the patterns of a held vector by one bank.
  void rotate_by_one(std::size_t vector) {
    for (Element* first = of(vector); first < of(vector + 1); first += length_)
      std::rotate(first, first + 1, first + length_);
  }

  /// Patterns of the held vectors, vector after vector, from vector first() on.
  const Element* elements() const { return elements_.data(); }
  std::size_t first() const { return first_; }
  /// Elements from the patterns of one weight vector to those of the next vector.
  std::size_t stride() const { return stride_; }
  /// Number of weights that the patterns of `vectors` held vectors contain for a tap class.
  std::uint32_t weights(std::size_t first_vector, std::size_t vectors, std::size_t tap_class) const {
    const std::size_t before = (first_vector - first_) * classes_ + tap_class;
    return weights_before_[before + vectors * classes_] - weights_before_[before];
  }

 private:
  /// Few, so that the table stays in cache; with deep FIFOs the lag of PEs, so that none decodes again.
  static constexpr std::size_t least_held = 512, least_held_behind = 32;

  /// Weights in a pattern of `banks` banks: the sum of its counts, at most 255 (batched_form.cpp), or the
  /// number of its bits.
  static std::uint32_t weights_in(const Element* pattern, std::size_t banks) {
    std::uint64_t weights = 0;
    if constexpr (sizeof(Element) > 1) {
      for (std::size_t bank = 0; bank < banks; ++bank) weights += std::bitset<64>(pattern[bank]).count();
    } else if (banks % sizeof weights != 0) {
      for (std::size_t bank = 0; bank < banks; ++bank) weights += pattern[bank];
    } else {
      for (std::size_t bank = 0; bank < banks; bank += sizeof weights) {
        std::uint64_t counts;
        std::memcpy(&counts, pattern + bank, sizeof counts);
        weights += counts;  // byte by byte
      }
      weights = weights * 0x0101'0101'0101'0101 >> 56;  // the sum of the bytes
    }
    return static_cast<std::uint32_t>(weights);
  }
  Element* of(std::size_t vector) { return elements_.data() + (vector - first_) * stride_; }
  std::uint32_t* weights_before(std::size_t vector) {
    return weights_before_.data() + (vector - first_) * classes_;
  }
  void restart(std::size_t vector) {
    first_ = end_ = vector;
    weights_before_.assign(classes_, 0);
  }
  void forget_before(std::size_t vector) {
    if (vector == first_) return;
    std::copy(of(vector), of(end_), elements_.data());
    std::copy(weights_before(vector), weights_before(end_ + 1), weights_before_.data());
    first_ = vector;
  }

  std::size_t vectors_ = 0;                                               ///< of the step
  std::size_t most_held_ = least_held, held_behind_ = least_held_behind;  ///< more if needed at once
  std::size_t first_ = 0, end_ = 0;                                       ///< held vectors
  std::uint32_t banks_ = 1;
  std::size_t classes_ = 1, length_ = 0, stride_ = 0;
  std::vector<std::vector<std::size_t>> patterns_of_tap_;  ///< of the tap classes that keep the tap
  /// [held vectors + 1 x tap classes]: weights in the patterns before each vector, since the last restart.
  std::vector<std::uint32_t> weights_before_;
  /// Aligned, so that 32 counts from any rotation of a pattern lie in one cache line.
  std::vector<Element, boost::alignment::aligned_allocator<Element, 64>> elements_;
};

}  // namespace scnnsim
