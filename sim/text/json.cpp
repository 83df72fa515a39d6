// SPDX-License-Identifier: Apache-2.0
#include "sim/text/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

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

std::string dumped(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The significant digits of a number's text.
std::string digits_of(std::string_view number) {
  std::string digits;
  for (const char c : number.substr(0, number.find('e')))
    if (c >= '0' && c <= '9' && !(c == '0' && digits.empty())) digits += c;
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

/// The shortest text that reads back to the same number, and of these the nearest, as CSV files have it; in
/// the library's form, whose digits are neither in one of 1,600 numbers.
std::string number_text(const Json& value) {
  std::string text = dumped(value);
  if (!std::isfinite(value.get<double>())) return text;
  std::string shortest = fmt::format("{}", value.get<double>());
  if (digits_of(text) == digits_of(shortest)) return text;
  return shortest.find_first_of(".e") == std::string::npos ? shortest + ".0" : shortest;
}

/// Writes a value as the library's dump() does, but for the digits of numbers.
class JsonWriter {
 public:
  explicit JsonWriter(int indent) : indent_(indent) {}

  void write(const Json& value) {
    if (value.is_object() && !value.empty())
      write_items(value, '{', '}');
    else if (value.is_array() && !value.empty())
      write_items(value, '[', ']');
    else
      text_ += value.is_number_float() ? number_text(value) : dumped(value);
  }
  std::string take() { return std::move(text_); }

 private:
  void write_items(const Json& value, char open, char close) {
    text_ += open;
    ++depth_;
    bool is_first = true;
    for (auto item = value.begin(); item != value.end(); ++item) {
      if (!is_first) text_ += ',';
      is_first = false;
      end_line();
      if (value.is_object()) text_ += dumped(item.key()) + (indent_ < 0 ? ":" : ": ");
      write(*item);
    }
    --depth_;
    end_line();
    text_ += close;
  }
  void end_line() {
    if (indent_ < 0) return;
    text_ += '\n';
    text_.append(depth_ * static_cast<std::size_t>(indent_), ' ');
  }

  const int indent_;
  std::size_t depth_ = 0;
  std::string text_;
};

}  // namespace

std::string json_text(const Json& value, int indent) {
  JsonWriter writer(indent);
  writer.write(value);
  std::string text = writer.take();
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
