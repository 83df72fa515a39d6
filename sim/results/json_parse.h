// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace scnnsim {

/// JSON text as a value, its keys in the text's order.
///
/// `is_needed` is asked of every key, with its depth: 1 in the outermost object. A value that is not needed
/// is checked to be JSON but left out. A key that is given twice is kept twice; find returns the first.
/// Throws UserError "<where>: not JSON: parse error at line 1, column 3: ...", and for values that are nested
/// too deep.
nlohmann::ordered_json parse_json(
    std::string_view text, const std::string& where,
    const std::function<bool(int depth, const std::string& key)>& is_needed = {});

/// The same of a value in MessagePack, as Json::to_msgpack() writes it.
nlohmann::ordered_json parse_msgpack(std::string_view bytes, const std::string& where);

}  // namespace scnnsim
