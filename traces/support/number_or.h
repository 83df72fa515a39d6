// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace scnnsim {

/// A number, or a word that stands for one: an enumerator of `E`, which has EnumNames.
template <class T, class E>
class NumberOr {
 public:
  using Number = T;
  using Word = E;

  constexpr NumberOr(T number) : number_(number) {}
  constexpr NumberOr(E word) : word_(word), is_number_(false) {}

  constexpr bool is_number() const { return is_number_; }
  constexpr bool is(E word) const { return !is_number_ && word_ == word; }
  /// Throws std::logic_error if a word stands for it.
  constexpr T number() const {
    if (!is_number_) throw std::logic_error("the number that a word stands for is not known here");
    return number_;
  }
  /// Calls visit(number) or visit(word).
  template <class Visit>
  constexpr decltype(auto) visit(Visit&& visit) const {
    return is_number_ ? visit(number_) : visit(word_);
  }

 private:
  T number_{};
  E word_{};
  bool is_number_ = true;
};

template <class T>
inline constexpr bool is_number_or = false;
template <class T, class E>
inline constexpr bool is_number_or<NumberOr<T, E>> = true;

}  // namespace scnnsim
