// SPDX-License-Identifier: Apache-2.0
#include "sim/results/json_parse.h"

#include <fmt/format.h>

#include <utility>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;
using IsNeeded = std::function<bool(const std::vector<std::string>& keys)>;

constexpr std::size_t deepest = 32;

/// Builds a value from the parser's events; the parser itself keeps no stack that input could exhaust.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Builder(const std::string& where, const IsNeeded& is_needed, bool is_text)
      : where_(where), is_needed_(is_needed), is_text_(is_text) {}
  Json take() { return std::move(root_); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    if (level.has_key) keys_.pop_back();
    level.has_key = true;
    keys_.push_back(std::move(name));
    level.is_wanted = level.container != nullptr && (!is_needed_ || is_needed_(keys_));
    return true;
  }

  bool parse_error(std::size_t position, const std::string& last,
                   const nlohmann::detail::exception&) override {
    if (!is_text_) throw UserError(fmt::format("{}: not MessagePack: mistake at byte {}", where_, position));
    constexpr std::size_t most = 40;
    const std::string near = last.size() <= most ? last : last.substr(last.size() - most);
    throw UserError(fmt::format("{}: not JSON: mistake at byte {}, near \"{}\"", where_, position, near));
  }

 private:
  /// A list or object that is not finished; without container when it is left out.
  struct Level {
    Json* container;
    bool is_wanted;  ///< whether its next value is kept
    bool has_key;    ///< whether its last key stands at the end of keys_
  };

  /// Returns where the value went: nullptr when it is left out.
  Json* place(Json&& value) {
    if (levels_.empty()) return &(root_ = std::move(value));
    const Level& level = levels_.back();
    if (!level.is_wanted) return nullptr;
    if (level.container->is_array()) {
      level.container->push_back(std::move(value));
      return &level.container->back();
    }
    auto& members = level.container->get_ref<Json::object_t&>();
    return &members.emplace_back(keys_.back(), std::move(value)).second;
  }

  bool add(Json&& value) {
    place(std::move(value));
    return true;
  }

  bool open(Json&& container) {
    if (levels_.size() == deepest)
      throw UserError(fmt::format("{}: nested more than {} deep", where_, deepest));
    Json* const placed = place(std::move(container));
    levels_.push_back({placed, placed != nullptr && placed->is_array(), false});
    return true;
  }

  bool close() {
    if (levels_.back().has_key) keys_.pop_back();
    levels_.pop_back();
    return true;
  }

  const std::string& where_;
  const IsNeeded& is_needed_;
  const bool is_text_;
  Json root_;
  std::vector<Level> levels_;
  std::vector<std::string> keys_;
};

}  // namespace

Json parse_json(std::string_view text, const std::string& where, const IsNeeded& is_needed) {
  Builder builder(where, is_needed, true);
  Json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

Json parse_msgpack(std::string_view bytes, const std::string& where) {
  const IsNeeded all;
  Builder builder(where, all, false);
  Json::sax_parse(bytes.begin(), bytes.end(), &builder, Json::input_format_t::msgpack);
  return builder.take();
}

}  // namespace scnnsim
