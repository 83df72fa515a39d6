// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/shared_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "sim/text/json.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr char end_of_key = '\n', before_inner_key = '\t';

/// Value in pieces: the keys of an object and of the objects in it, which layers have in common, and what
/// they stand for.
struct Pieces {
  std::string
      keys;  ///< a line each: a key, and the keys in its value, if that is an object, each after a tab
  std::string values;  ///< MessagePack: a list with a value, or a list of them, for each line
};

Pieces pieces_of(const Json& object) {
  Pieces pieces;
  Json::array_t values;
  for (const auto& [key, value] : object.get_ref<const Json::object_t&>()) {
    pieces.keys += key;
    if (value.is_object()) {
      Json::array_t inner;
      pieces.keys += before_inner_key;
      for (const auto& [inner_key, inner_value] : value.get_ref<const Json::object_t&>()) {
        if (!inner.empty()) pieces.keys += before_inner_key;
        pieces.keys += inner_key;
        inner.push_back(inner_value);
      }
      values.emplace_back(std::move(inner));
    } else {
      values.push_back(value);
    }
    pieces.keys += end_of_key;
  }
  Json::to_msgpack(values, pieces.values);
  return pieces;
}

/// Takes what is before `end` off the text, and `end`.
std::string_view take_until(std::string_view& text, char end) {
  const std::string_view taken = text.substr(0, text.find(end));
  text.remove_prefix(std::min(taken.size() + 1, text.size()));
  return taken;
}

/// The object of a line's keys, which begin behind the first tab, and their values.
Json inner_object(std::string_view keys, Json& values) {
  Json::object_t object;
  auto& list = values.get_ref<Json::array_t&>();
  object.reserve(list.size());
  for (Json& value : list)
    object.emplace_back(std::string(take_until(keys, before_inner_key)), std::move(value));
  return object;
}

Json object_of(std::string_view keys, std::string_view packed_values) {
  Json values = parse_msgpack(packed_values, "counters of a child process");
  auto& list = values.get_ref<Json::array_t&>();
  Json::object_t object;
  object.reserve(list.size());
  for (Json& value : list) {
    std::string_view line = take_until(keys, end_of_key);
    const bool is_object = line.find(before_inner_key) != std::string_view::npos;
    std::string key(take_until(line, before_inner_key));
    object.emplace_back(std::move(key), is_object ? inner_object(line, value) : std::move(value));
  }
  return object;
}

/// One copy of a text of keys, which thousands of layers may have. There are as many texts as machines.
std::shared_ptr<const std::string> shared_keys(std::string keys) {
  static std::unordered_map<std::string, std::shared_ptr<const std::string>> known;
  const auto found = known.find(keys);
  if (found != known.end()) return found->second;
  auto shared = std::make_shared<const std::string>(keys);
  known.emplace(std::move(keys), shared);
  return shared;
}

}  // namespace

struct SharedJson::Value {
  std::optional<Json> json;
  std::shared_ptr<const std::string> keys = {};  ///< with `packed`, unless there is `json`
  std::string packed = {};
};

SharedJson::SharedJson() : SharedJson(Json()) {}

SharedJson::SharedJson(Json json) : value_(std::make_shared<Value>(Value{std::move(json)})) {}

SharedJson SharedJson::of_packed(const std::string& bytes) {
  Json pieces = parse_msgpack(bytes, "counters of a child process");
  if (pieces.is_null()) return SharedJson();
  if (!pieces.is_array() || pieces.size() != 2 || !pieces[0].is_string() || !pieces[1].is_string())
    throw UserError("counters of a child process: expected keys and values");
  SharedJson shared;
  shared.value_ = std::make_shared<Value>(Value{std::nullopt,
                                                shared_keys(std::move(pieces.at(0).get_ref<std::string&>())),
                                                std::move(pieces.at(1).get_ref<std::string&>())});
  return shared;
}

std::string SharedJson::packed() const {
  std::string bytes;
  if (value_->json && !value_->json->is_object()) {
    Json::to_msgpack(*value_->json, bytes);
    return bytes;
  }
  Pieces pieces;
  if (value_->json)
    pieces = pieces_of(*value_->json);
  else
    pieces = {*value_->keys, value_->packed};
  Json::to_msgpack(Json::array({std::move(pieces.keys), std::move(pieces.values)}), bytes);
  return bytes;
}

Json SharedJson::copy() const {
  return value_->json ? *value_->json : object_of(*value_->keys, value_->packed);
}

const Json& SharedJson::operator*() const {
  if (!value_->json) {
    value_->json = object_of(*value_->keys, value_->packed);
    value_->keys.reset();
    value_->packed.clear();
  }
  return *value_->json;
}

}  // namespace scnnsim
