// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace scnnsim {

/// The code of a byte that belongs to no character (RFC 3629).
constexpr char32_t not_utf8 = 0xffffffff;

/// A character of a UTF-8 text, or a single byte that is none.
struct TextCharacter {
  std::string_view bytes;
  char32_t code;  ///< of Unicode, or not_utf8
};

/// The character that a text of at least one byte begins with.
TextCharacter first_character(std::string_view text);

/// Calls visit(TextCharacter) for each character of a text.
template <class Visit>
void for_each_character(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const TextCharacter character = first_character(text);
    visit(character);
    text.remove_prefix(character.bytes.size());
  }
}

/// Codes of Unicode, the last one too.
struct CodeRange {
  char32_t first, last;
};

template <class Ranges>
bool is_in_ranges(char32_t code, const Ranges& ranges) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [code](const CodeRange& range) { return code >= range.first && code <= range.last; });
}

}  // namespace scnnsim
