// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/flat_json.h"

#include <type_traits>

#include <nlohmann/json.hpp>

#include "traces/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::json;

/// Takes the events of one object whose values are all numbers (T = double) or all texts (T = std::string).
template <class T>
class Members : public nlohmann::json_sax<Json> {
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
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override { return false; }

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
std::vector<std::pair<std::string, T>> members_of(const std::string& text, const std::string& where,
                                                  const char* kind) {
  Members<T> taken;
  if (!Json::sax_parse(text, &taken))
    throw UserError(where + ": got \"" + text + "\", expected an object of " + kind);
  return std::move(taken.members);
}

}  // namespace

std::vector<std::pair<std::string, double>> numbers_of_json(const std::string& text,
                                                            const std::string& where) {
  return members_of<double>(text, where, "numbers");
}

std::vector<std::pair<std::string, std::string>> texts_of_json(const std::string& text,
                                                               const std::string& where) {
  return members_of<std::string>(text, where, "texts");
}

}  // namespace scnnsim
