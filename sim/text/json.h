// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace scnnsim {

/// A value as JSON text, indented by `indent` spaces, or in one line for -1. Invisible characters are escaped
/// (\u202e), so that a terminal shows them; a reader gets them back. A byte that is no UTF-8, which JSON
/// cannot hold, becomes U+FFFD.
std::string json_text(const nlohmann::ordered_json& value, int indent = -1);

/// JSON text as a value, its keys sorted: nlohmann's ordered objects search all their keys for each one that
/// is added. The value may be nested as deep as its text is long, so code that recurses into it, as copying
/// and dump() do, may exhaust the stack. Throws UserError "<where>: not JSON: parse error at line 1, column
/// 3: ...".
nlohmann::json parse_json(std::string_view text, const std::string& where);

/// A value in MessagePack, as Json::to_msgpack() writes it, its keys in order. Throws UserError.
nlohmann::ordered_json parse_msgpack(std::string_view bytes, const std::string& where);

/// JSON values as figures. Nothing is converted silently: all throw UserError "got <value>, expected ...".
std::string json_to_text(const nlohmann::ordered_json& json);
bool json_to_bool(const nlohmann::ordered_json& json);
/// An integer in 0 ... 1e18, beyond which no simulation counts and sums over layers would overflow.
std::uint64_t json_to_count(const nlohmann::ordered_json& json);
/// A number in 0 ... `most`.
double json_to_number(const nlohmann::ordered_json& json, double most);

/// "an object", "a list", or the value as JSON, cut short.
std::string shown_json(const nlohmann::ordered_json& json);

[[noreturn]] void refuse_json(const nlohmann::ordered_json& json, const std::string& expected);

}  // namespace scnnsim
