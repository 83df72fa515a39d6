// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "traces/support/enum_names.h"
#include "traces/support/error.h"
#include "traces/support/number_or.h"

namespace scnnsim {

/// Inclusive range of a number.
template <class T>
struct ValueRange {
  T lowest = std::numeric_limits<T>::lowest();
  T highest = std::numeric_limits<T>::max();
};

namespace detail {

/// The number that `text` spells exactly, or nothing: "1.5", "1e3" and "0x10" are no integers, "-1" and
/// numbers too large for T are no unsigned ones, "007" and "+1" are none at all, "nan" and "inf" are no
/// reals.
template <class T>
std::optional<T> parse_number(std::string_view text) {
  const std::string_view digits = !text.empty() && text.front() == '-' ? text.substr(1) : text;
  if (digits.empty()) return std::nullopt;
  if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9') return std::nullopt;
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if constexpr (std::is_floating_point_v<T>)
    if (!std::isfinite(value)) return std::nullopt;
  return value;
}

/// "an integer in 1 ... 64", "a number of at least 0", without the ends that T itself sets.
template <class T>
std::string describe(const ValueRange<T>& range) {
  const char* kind = std::is_integral_v<T> ? "an integer" : "a number";
  const bool from = std::is_unsigned_v<T> || range.lowest != ValueRange<T>{}.lowest;
  const bool to = range.highest != ValueRange<T>{}.highest;
  if (from && to) return fmt::format("{} in {} ... {}", kind, range.lowest, range.highest);
  if (from) return fmt::format("{} of at least {}", kind, range.lowest);
  if (to) return fmt::format("{} of at most {}", kind, range.highest);
  return kind;
}

}  // namespace detail

/// The one rule by which text becomes a value, for YAML files and command lines alike. T is bool ("true" or
/// "false", also "True" and "TRUE" as in YAML's core schema), an integer, a floating-point number,
/// std::string, a NumberOr, an enumeration with EnumNames or another type that has from_string() and
/// choices(). `range` applies to numbers. Throws UserError "<where>: got <text>, expected ...".
template <class T, class R = std::conditional_t<std::is_arithmetic_v<T>, T, int>>
T parse_scalar(std::string_view text, const std::string& where,
               [[maybe_unused]] const ValueRange<R>& range = {}) {
  std::string expected;
  if constexpr (std::is_same_v<T, std::string>) {
    return std::string(text);
  } else if constexpr (std::is_same_v<T, bool>) {
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    expected = "true or false";
  } else if constexpr (is_number_or<T>) {
    if (const auto word = from_string<typename T::Word>(text)) return *word;
    const auto number = detail::parse_number<R>(text);
    if (number && *number >= range.lowest && *number <= range.highest) return *number;
    expected = fmt::format("{}, {}", detail::describe(range), choices<typename T::Word>());
  } else if constexpr (!std::is_arithmetic_v<T>) {
    if (const auto value = from_string<T>(text)) return *value;
    expected = choices<T>();
  } else {
    const auto value = detail::parse_number<T>(text);
    if (value && *value >= range.lowest && *value <= range.highest) return *value;
    expected = detail::describe(range);
  }
  throw UserError(fmt::format("{}: got {}, expected {}", where, text.empty() ? "nothing" : text, expected));
}

}  // namespace scnnsim
