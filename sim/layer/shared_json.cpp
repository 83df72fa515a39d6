// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/shared_json.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "sim/text/read_json.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

std::string pack(const Json& json) {
  std::string bytes;
  if (!json.is_object()) {
    Json::to_msgpack(json, bytes);
    return bytes;
  }
  std::string keys;
  Json::array_t values;
  for (const auto& [key, value] : json.get_ref<const Json::object_t&>()) {
    keys += key + '\n';
    values.push_back(value);
  }
  Json::to_msgpack(Json::array({std::move(keys), std::move(values)}), bytes);
  return bytes;
}

Json unpack(const std::string& bytes) {
  Json json = parse_msgpack(bytes, "counters of a child process");
  if (!json.is_array()) return json;
  const std::string& keys = json.at(0).get_ref<const std::string&>();
  auto& values = json.at(1).get_ref<Json::array_t&>();
  Json::object_t object;
  object.reserve(values.size());
  std::size_t begin = 0;
  for (Json& value : values) {
    const std::size_t end = keys.find('\n', begin);
    object.emplace_back(keys.substr(begin, end - begin), std::move(value));
    begin = end + 1;
  }
  return object;
}

}  // namespace

struct SharedJson::Value {
  std::optional<Json> json;
  std::string packed = {};  ///< unless there is `json`
};

SharedJson::SharedJson() : SharedJson(Json()) {}

SharedJson::SharedJson(Json json) : value_(std::make_shared<Value>(Value{std::move(json)})) {}

SharedJson SharedJson::of_packed(std::string bytes) {
  SharedJson shared;
  shared.value_ = std::make_shared<Value>(Value{std::nullopt, std::move(bytes)});
  return shared;
}

std::string SharedJson::packed() const {
  return value_->json ? pack(*value_->json) : value_->packed;
}

const Json& SharedJson::operator*() const {
  if (!value_->json) {
    value_->json = unpack(value_->packed);
    value_->packed.clear();
  }
  return *value_->json;
}

}  // namespace scnnsim
