// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scnnsim {

/// Names of an enumeration's values, in order: specialise with `static constexpr std::array<std::string_view,
/// N> names`. The enumerators must be 0 ... N - 1.
template <class E>
struct EnumNames;

template <class E>
constexpr std::string_view to_string(E value) {
  return EnumNames<E>::names[static_cast<std::size_t>(value)];
}

template <class E>
std::optional<E> from_string(std::string_view name) {
  for (std::size_t i = 0; i < EnumNames<E>::names.size(); ++i)
    if (EnumNames<E>::names[i] == name) return static_cast<E>(i);
  return std::nullopt;
}

template <class E>
std::vector<std::string> all_names() {
  return {EnumNames<E>::names.begin(), EnumNames<E>::names.end()};
}

/// "a, b or c", for messages and help.
inline std::string choices(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}
template <class E>
std::string choices() {
  return choices(all_names<E>());
}

}  // namespace scnnsim
