// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <type_traits>

#include "models/common/parameters.h"
#include "traces/support/scalar.h"
#include "traces/support/strict_yaml.h"

/// Reading and printing the value of one configuration key. T is an integer, double, std::string,
/// enumeration or NumberOr.
namespace scnnsim {

/// Whether `key` is the parameter's "group.name". Does not build the string info.key().
inline bool is_key(const ParameterInfo& info, std::string_view key) {
  const std::size_t dot = info.group.size();
  return key.size() == dot + 1 + info.name.size() && key.substr(0, dot) == info.group && key[dot] == '.' &&
         key.substr(dot + 1) == info.name;
}

/// Throws UserError "<where>: unknown key ..." unless the machine has a key of that name, "group.name".
void require_parameter(const std::string& key, const std::string& where);

/// Range of the key, in the form that parse_scalar() takes.
template <class T>
auto allowed_range(const ParameterInfo& info) {
  if constexpr (std::is_arithmetic_v<T>)
    return ValueRange<T>{static_cast<T>(info.range.lowest), static_cast<T>(info.range.highest)};
  else if constexpr (is_number_or<T>)
    return allowed_range<typename T::Number>(info);
  else
    return ValueRange<int>{};
}

/// Value as text, independent of the locale. A double becomes the shortest text that reads back to the same
/// value.
template <class T>
std::string value_as_text(const T& value) {
  if constexpr (std::is_enum_v<T>)
    return std::string(to_string(value));
  else if constexpr (is_number_or<T>)
    return value.visit([](auto held) { return value_as_text(held); });
  else
    return fmt::format("{}", value);
}

template <class T>
std::string value_as_yaml(const T& value) {
  if constexpr (std::is_same_v<T, std::string>)
    return yaml_quote(value);
  else
    return value_as_text(value);
}

/// Allowed values as text, for example "1 ... 64", "1 ... 64, auto or best", "ceil or balanced" or
/// "text".
template <class T>
std::string allowed_as_text(const ParameterInfo& info) {
  if constexpr (std::is_enum_v<T>)
    return choices<T>();
  else if constexpr (std::is_same_v<T, std::string>)
    return "text";
  else if constexpr (is_number_or<T>)
    return fmt::format("{}, {}", allowed_as_text<typename T::Number>(info), choices<typename T::Word>());
  else
    return fmt::format("{} ... {}", allowed_range<T>(info).lowest, allowed_range<T>(info).highest);
}

/// Unit, meaning and allowed values of a key, for example "PEs; rows of the PE array; 1 ... 64".
template <class T>
std::string value_comment(const ParameterInfo& info) {
  const std::string unit = info.unit.empty() ? "" : std::string(info.unit) + "; ";
  return fmt::format("{}{}; {}", unit, info.meaning, allowed_as_text<T>(info));
}

}  // namespace scnnsim
