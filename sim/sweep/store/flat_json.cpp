// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/flat_json.h"

#include <fmt/format.h>

#include <optional>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

using UnorderedJson = nlohmann::json;

/// Takes the events of one object whose values are all numbers (T = double) or all texts (T = std::string).
template <class T>
class Members : public nlohmann::json_sax<UnorderedJson> {
 public:
  std::vector<std::pair<std::string, T>> members;

  bool key(string_t& name) override {
    members.emplace_back(std::move(name), T());
    return true;
  }
  bool number_integer(number_integer_t value) override { return take(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return take(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) override { return take(value); }
  bool string(string_t& value) override { return take(std::move(value)); }
  bool start_object(std::size_t) override { return depth_++ == 0; }
  bool end_object() override { return true; }
  bool null() override { return false; }
  bool boolean(bool) override { return false; }
  bool binary(binary_t&) override { return false; }
  bool start_array(std::size_t) override { return false; }
  bool end_array() override { return false; }
  bool parse_error(std::size_t, const std::string&, const UnorderedJson::exception&) override {
    return false;
  }

 private:
  template <class Value>
  bool take(Value value) {
    if constexpr (std::is_same_v<Value, T>) {
      if (members.empty()) return false;
      members.back().second = std::move(value);
      return true;
    } else {
      return false;
    }
  }

  unsigned depth_ = 0;
};

template <class T>
std::vector<std::pair<std::string, T>> members_of(std::string_view text, const StorePlace& where,
                                                  const char* kind) {
  Members<T> taken;
  if (!UnorderedJson::sax_parse(text, &taken))
    throw UserError(fmt::format("{}: point {}: got \"{}\", expected an object of {}", where.file, where.point,
                                text, kind));
  return std::move(taken.members);
}

/// Takes texts without escapes and spaces apart: {"pe_array.rows":"4","seed":"1"}.
class PlainTexts {
 public:
  explicit PlainTexts(std::string_view text) : rest_(text) {}

  /// Nothing when the text is anything else, which may still be JSON.
  std::optional<std::vector<std::pair<std::string, std::string>>> members() {
    std::vector<std::pair<std::string, std::string>> members;
    for (char before = '{'; take(before); before = ',') {
      const auto name = quoted();
      if (!name || !take(':')) return std::nullopt;
      const auto value = quoted();
      if (!value) return std::nullopt;
      members.emplace_back(*name, *value);
    }
    const bool is_whole = rest_ == "}" && !members.empty();
    return is_whole ? std::optional(std::move(members)) : std::nullopt;
  }

 private:
  bool take(char expected) {
    if (rest_.empty() || rest_.front() != expected) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::optional<std::string_view> quoted() {
    if (!take('"')) return std::nullopt;
    const std::size_t end = rest_.find_first_of("\"\\");
    if (end == std::string_view::npos || rest_[end] != '"') return std::nullopt;
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }

  std::string_view rest_;
};

}  // namespace

std::vector<std::pair<std::string, double>> numbers_of_json(std::string_view text, const StorePlace& where) {
  return members_of<double>(text, where, "numbers");
}

std::vector<std::pair<std::string, std::string>> texts_of_json(std::string_view text,
                                                               const StorePlace& where) {
  if (auto members = PlainTexts(text).members()) return std::move(*members);
  return members_of<std::string>(text, where, "texts");
}

}  // namespace scnnsim
