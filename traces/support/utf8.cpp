// SPDX-License-Identifier: Apache-2.0
#include "traces/support/utf8.h"

#include <cstddef>

namespace scnnsim {

namespace {

/// Bytes of the UTF-8 character that `text` begins with; 0 if it is none (RFC 3629).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4 || !continues(1)) return 0;
  if (first < 0xe0) return 2;
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool surrogate = first == 0xed && second >= 0xa0, beyond = first == 0xf4 && second >= 0x90;
  if (overlong || surrogate || beyond || !continues(2)) return 0;
  if (first < 0xf0) return 3;
  return continues(3) ? 4 : 0;
}

/// The Unicode code of one whole character.
char32_t code_of(std::string_view character) {
  if (character.size() == 1) return static_cast<unsigned char>(character[0]);
  // The first byte has as many leading ones as there are bytes; each of the others adds six bits.
  char32_t code = static_cast<unsigned char>(character[0]) & (0xffu >> (character.size() + 1));
  for (const char byte : character.substr(1)) code = code << 6 | (static_cast<unsigned char>(byte) & 0x3fu);
  return code;
}

}  // namespace

TextCharacter first_character(std::string_view text) {
  const std::size_t length = utf8_length(text.substr(0, 4));
  if (length == 0) return {text.substr(0, 1), not_utf8};
  const std::string_view bytes = text.substr(0, length);
  return {bytes, code_of(bytes)};
}

}  // namespace scnnsim
