// SPDX-License-Identifier: Apache-2.0
#include "sim/text/json.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/text/visible.h"
#include "traces/support/utf8.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// \uXXXX, twice for a surrogate pair.
std::string json_escape_of(char32_t code) {
  const auto value = static_cast<unsigned>(code);
  if (value < 0x10000) return fmt::format("\\u{:04x}", value);
  return fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + ((value - 0x10000) >> 10), 0xdc00 + (value & 0x3ff));
}

/// Controls below U+0020 are escaped by the library, or are the newlines between values.
bool is_left(char32_t code) {
  return code >= 0x7f && is_invisible(code);
}

}  // namespace

std::string json_text(const Json& value, int indent) {
  std::string text = value.dump(indent, ' ', false, Json::error_handler_t::replace);
  const auto may_be_invisible = [](char byte) { return static_cast<unsigned char>(byte) >= 0x7f; };
  if (std::none_of(text.begin(), text.end(), may_be_invisible)) return text;
  std::string escaped;
  escaped.reserve(text.size());
  for_each_character(text, [&](const TextCharacter& character) {
    if (is_left(character.code))
      escaped += json_escape_of(character.code);
    else
      escaped += character.bytes;
  });
  return escaped;
}

}  // namespace scnnsim
