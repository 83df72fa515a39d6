// SPDX-License-Identifier: Apache-2.0
#include "sim/results/json_parse.h"

#include <fmt/format.h>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

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

}  // namespace scnnsim
