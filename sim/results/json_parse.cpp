// SPDX-License-Identifier: Apache-2.0
#include "sim/results/json_parse.h"

#include <fmt/format.h>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 32;

/// An object in the order of its keys. Unlike nlohmann::ordered_map, it does not search for a key that the
/// parser adds: parsing takes time proportional to the length of the text.
template <class Key, class Value, class IgnoredLess = std::less<Key>,
          class Allocator = std::allocator<std::pair<const Key, Value>>>
struct AppendedMap : nlohmann::ordered_map<Key, Value, IgnoredLess, Allocator> {
  using Map = nlohmann::ordered_map<Key, Value, IgnoredLess, Allocator>;
  using Map::Map;
  Value& operator[](Key key) {
    Map::Container::emplace_back(std::move(key), Value());
    return this->back().second;
  }
};
using AppendedJson = nlohmann::basic_json<AppendedMap>;

/// What nlohmann's parser says, without its error codes.
std::string message_of(const AppendedJson::exception& error) {
  const std::string message = error.what();  // "[json.exception.parse_error.101] parse error at line ..."
  const std::size_t end = message.find("] ");
  return end == std::string::npos ? message : message.substr(end + 2);
}

}  // namespace

Json parse_json(std::string_view text, const std::string& where,
                const std::function<bool(int depth, const std::string& key)>& is_needed) {
  const auto keep = [&](int depth, AppendedJson::parse_event_t event, const AppendedJson& parsed) {
    if (depth > deepest) throw UserError(fmt::format("{}: nested more than {} deep", where, deepest));
    return event != AppendedJson::parse_event_t::key || !is_needed ||
           is_needed(depth, parsed.get_ref<const std::string&>());
  };
  try {
    return Json(AppendedJson::parse(text, keep));
  } catch (const AppendedJson::exception& error) {
    throw UserError(fmt::format("{}: not JSON: {}", where, message_of(error)));
  }
}

Json parse_msgpack(std::string_view bytes, const std::string& where) {
  try {
    return Json(AppendedJson::from_msgpack(bytes));
  } catch (const AppendedJson::exception& error) {
    throw UserError(fmt::format("{}: not MessagePack: {}", where, message_of(error)));
  }
}

}  // namespace scnnsim
