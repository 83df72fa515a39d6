// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace scnnsim {

/// JSON text as a value, its keys sorted: nlohmann's ordered objects search all their keys for each one that
/// is added. The value may be nested as deep as its text is long, so code that recurses into it, as copying
/// and dump() do, may exhaust the stack. Throws UserError "<where>: not JSON: parse error at line 1, column
/// 3: ...".
nlohmann::json parse_json(std::string_view text, const std::string& where);

/// A value in MessagePack, as Json::to_msgpack() writes it, its keys in order. Throws UserError.
nlohmann::ordered_json parse_msgpack(std::string_view bytes, const std::string& where);

}  // namespace scnnsim
