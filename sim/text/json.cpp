// SPDX-License-Identifier: Apache-2.0
#include "sim/text/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/text/visible.h"
#include "traces/support/error.h"
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

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t largest_count = 1'000'000'000'000'000'000;

/// What nlohmann says, without its number: "[json.exception.parse_error.101] parse error at line ...".
[[noreturn]] void refuse(const std::string& where, const char* format,
                         const nlohmann::json::exception& error) {
  const std::string message = error.what();
  const std::size_t end = message.find("] ");
  throw UserError(fmt::format("{}: not {}: {}", where, format,
                              end == std::string::npos ? message : message.substr(end + 2)));
}

}  // namespace

nlohmann::json parse_json(std::string_view text, const std::string& where) {
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::exception& error) {
    refuse(where, "JSON", error);
  }
}

nlohmann::ordered_json parse_msgpack(std::string_view bytes, const std::string& where) {
  try {
    return nlohmann::ordered_json::from_msgpack(bytes);
  } catch (const nlohmann::json::exception& error) {
    refuse(where, "MessagePack", error);
  }
}

std::string shown_json(const Json& json) {
  if (json.is_object()) return "an object";
  if (json.is_array()) return "a list";
  constexpr std::size_t most = 60;
  const std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  return text.size() <= most ? text : text.substr(0, most) + "...";
}

void refuse_json(const Json& json, const std::string& expected) {
  throw UserError(fmt::format("got {}, expected {}", shown_json(json), expected));
}

std::string json_to_text(const Json& json) {
  if (!json.is_string()) refuse_json(json, "text");
  return json.get<std::string>();
}

bool json_to_bool(const Json& json) {
  if (!json.is_boolean()) refuse_json(json, "true or false");
  return json.get<bool>();
}

std::uint64_t json_to_count(const Json& json) {
  // A number without sign in a text is unsigned; one from C++ may be signed.
  const bool is_natural =
      json.is_number_unsigned() || (json.is_number_integer() && json.get<std::int64_t>() >= 0);
  if (!is_natural || json.get<std::uint64_t>() > largest_count)
    refuse_json(json, fmt::format("an integer in 0 ... {}", largest_count));
  return json.get<std::uint64_t>();
}

double json_to_number(const Json& json, double most) {
  const double value = json.is_number() ? json.get<double>() : -1.0;
  if (!(value >= 0 && value <= most)) refuse_json(json, fmt::format("a number in 0 ... {}", most));
  return value;
}

}  // namespace scnnsim
