// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scnnsim {

/// Array of partial sums. int32, which is faster by SIMD, where all sums of the layer fit in any order of
/// addition (LayerProgram::sums_fit_int32); else int64.
class PartialSums {
 public:
  /// Resets to `count` zeros, as int32 if `narrow`.
  void assign(std::size_t count, bool narrow) {
    narrow_.clear();
    wide_.clear();
    is_narrow_ = narrow;
    narrow ? narrow_.assign(count, 0) : wide_.assign(count, 0);
  }
  bool is_narrow() const { return is_narrow_; }
  std::size_t size() const { return is_narrow_ ? narrow_.size() : wide_.size(); }
  /// The vector in use, whose width must be that of Sum.
  template <class Sum>
  std::vector<Sum>& as() {
    if constexpr (sizeof(Sum) == sizeof(std::int32_t))
      return narrow_;
    else
      return wide_;
  }

  /// Calls visit(sums) with the vector in use.
  template <class Visit>
  auto use(Visit&& visit) const {
    return is_narrow_ ? visit(narrow_) : visit(wide_);
  }
  template <class Visit>
  auto use(Visit&& visit) {
    return is_narrow_ ? visit(narrow_) : visit(wide_);
  }
  /// Calls visit(sums of `one`, sums of `other`). Both must have the same width.
  template <class Visit>
  friend void use_both(const PartialSums& one, PartialSums& other, Visit&& visit) {
    one.is_narrow_ ? visit(one.narrow_, other.narrow_) : visit(one.wide_, other.wide_);
  }

 private:
  bool is_narrow_ = true;
  std::vector<std::int32_t> narrow_;
  std::vector<std::int64_t> wide_;
};

}  // namespace scnnsim
