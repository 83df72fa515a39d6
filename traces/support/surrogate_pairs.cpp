// SPDX-License-Identifier: Apache-2.0
#include "traces/support/yaml_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string_view>
#include <vector>

namespace scnnsim {
namespace {

constexpr std::size_t escape_length = 6;  ///< of \uXXXX
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// The XXXX of the \uXXXX that stands at `at`, if one does.
std::optional<std::uint32_t> escaped_code(std::string_view text, std::size_t at) {
  if (text.size() < at + escape_length || text.substr(at, 2) != "\\u") return std::nullopt;
  std::uint32_t code = 0;
  const char *first = text.data() + at + 2, *last = text.data() + at + escape_length;
  const auto [end, error] = std::from_chars(first, last, code, 16);
  return error == std::errc{} && end == last ? std::optional(code) : std::nullopt;
}

/// The character whose surrogate pair stands at `at`, if one does.
std::optional<std::uint32_t> paired_code(std::string_view text, std::size_t at) {
  const auto high = escaped_code(text, at), low = escaped_code(text, at + escape_length);
  if (!high || !low || *high >> 10 != 0xd800u >> 10 || *low >> 10 != 0xdc00u >> 10) return std::nullopt;
  return 0x10000 + ((*high & 0x3ff) << 10 | (*low & 0x3ff));
}

/// Where surrogate pairs stand, in double quotes or not.
std::vector<std::size_t> pairs_in(std::string_view text) {
  std::vector<std::size_t> places;
  for (std::size_t at = text.find("\\u"); at != std::string_view::npos;) {
    const bool is_pair = paired_code(text, at).has_value();
    if (is_pair) places.push_back(at);
    at = text.find("\\u", at + (is_pair ? 2 * escape_length : 2));
  }
  return places;
}

/// Where scalars begin, with the anchors and tags before them.
class ScalarPlaces : public IgnoreYamlEvents {
 public:
  std::vector<std::size_t> places;

 private:
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string&) override {
    places.push_back(static_cast<std::size_t>(mark.pos));
  }
};

/// Of the first document of a text; of none if it is no YAML.
std::vector<std::size_t> scalar_places(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  ScalarPlaces scalars;
  try {
    parser.HandleNextDocument(scalars);
  } catch (const YAML::Exception&) {
    return {};  // whoever reads the text itself says what is wrong
  }
  return scalars.places;
}

/// Passes over the anchor and the tag before a scalar.
std::size_t skip_properties(std::string_view text, std::size_t at) {
  constexpr std::string_view space = " \t\r\n";
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
    at = std::min(text.find_first_of(space, at), text.size());
    at = std::min(text.find_first_not_of(space, at), text.size());
  }
  return at;
}

/// The text between the quotes of a scalar that begins at `quote`: its end.
std::size_t end_of_quoted(std::string_view text, std::size_t quote) {
  std::size_t at = quote + 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return std::min(at, text.size());
}

/// The text from `begin` to `end`, inside double quotes, with its pairs joined.
std::string joined(std::string_view text, std::size_t begin, std::size_t end) {
  std::string result;
  for (std::size_t at = begin; at < end;) {
    const auto code = paired_code(text.substr(0, end), at);
    const std::size_t length = code ? 2 * escape_length : text[at] == '\\' ? 2 : 1;
    result += code ? fmt::format("\\U{:08x}", *code) : std::string(text.substr(at, length));
    at += length;
  }
  return result;
}

}  // namespace

std::string join_surrogates(const std::string& yaml) {
  const std::vector<std::size_t> pairs = pairs_in(yaml);
  if (pairs.empty()) return yaml;
  // yaml-cpp finds the scalars if the pairs, which it refuses, are something else of the same length.
  std::string without = yaml;
  for (const std::size_t at : pairs) without.replace(at, 2 * escape_length, 2 * escape_length, '\\');
  const std::size_t skipped = yaml.rfind(byte_order_mark, 0) == 0 ? byte_order_mark.size() : 0;
  std::string result;
  std::size_t done = 0;
  for (const std::size_t place : scalar_places(without)) {
    const std::size_t quote = skip_properties(yaml, skipped + place);
    if (quote >= yaml.size() || yaml[quote] != '"' || quote < done) continue;
    const std::size_t end = end_of_quoted(yaml, quote);
    result += yaml.substr(done, quote - done) + joined(yaml, quote, end);
    done = end;
  }
  return result + yaml.substr(done);
}

}  // namespace scnnsim
