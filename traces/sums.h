// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <variant>

#include "traces/tensor.h"

namespace scnnsim {

/// Sums of a layer, (K, P, Q), with bias: int32, which is faster by SIMD, where every sum that is possible
/// fits, else int64. Equality compares values, whatever their width.
class Sums {
 public:
  Sums() = default;
  Sums(Tensor<std::int32_t> narrow) : values_(std::move(narrow)) {}
  Sums(Tensor<std::int64_t> wide) : values_(std::move(wide)) {}
  /// Zeros, as int32 if `narrow`.
  Sums(const Shape& shape, bool narrow) {
    if (narrow)
      values_ = Tensor<std::int32_t>(shape);
    else
      values_ = Tensor<std::int64_t>(shape);
  }

  /// Calls visit(tensor) with the tensor in use.
  template <class Visit>
  decltype(auto) use(Visit&& visit) const {
    return std::visit(std::forward<Visit>(visit), values_);
  }
  template <class Visit>
  decltype(auto) use(Visit&& visit) {
    return std::visit(std::forward<Visit>(visit), values_);
  }
  bool is_narrow() const { return values_.index() == 0; }
  const Shape& shape() const {
    return use([](const auto& tensor) -> const Shape& { return tensor.shape; });
  }
  std::size_t size() const {
    return use([](const auto& tensor) { return tensor.size(); });
  }
  std::size_t bytes() const { return size() * (is_narrow() ? sizeof(std::int32_t) : sizeof(std::int64_t)); }
  std::int64_t operator[](std::size_t index) const {
    return use([&](const auto& tensor) { return std::int64_t{tensor.data[index]}; });
  }

  template <class Sum>
  Tensor<Sum>& as() {
    return std::get<Tensor<Sum>>(values_);
  }

  /// The sums as int32; nothing if one does not fit.
  std::optional<Tensor<std::int32_t>> as_int32() && {
    if (is_narrow()) return std::move(as<std::int32_t>());
    using Limits = std::numeric_limits<std::int32_t>;
    Tensor<std::int32_t> narrow(shape());
    for (std::size_t i = 0; i < size(); ++i) {
      const std::int64_t sum = (*this)[i];
      if (sum < Limits::min() || sum > Limits::max()) return std::nullopt;
      narrow.data[i] = static_cast<std::int32_t>(sum);
    }
    return narrow;
  }

  friend bool operator==(const Sums& one, const Sums& other) {
    if (one.shape() != other.shape()) return false;
    if (one.is_narrow() == other.is_narrow())
      return one.use([&](const auto& tensor) {
        return tensor.data == std::get<std::decay_t<decltype(tensor)>>(other.values_).data;
      });
    for (std::size_t i = 0; i < one.size(); ++i)
      if (one[i] != other[i]) return false;
    return true;
  }
  friend bool operator!=(const Sums& one, const Sums& other) { return !(one == other); }

 private:
  std::variant<Tensor<std::int32_t>, Tensor<std::int64_t>> values_;
};

}  // namespace scnnsim
