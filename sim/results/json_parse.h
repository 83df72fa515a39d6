// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace scnnsim {

/// JSON text as a value, in time proportional to its length (nlohmann's own parser searches an ordered object
/// for each key it adds) and, unlike it, refusing nesting deep enough to exhaust the stack.
///
/// `is_needed` is asked with the keys that lead to a value of an object (list items do not count); a value
/// that is not needed is checked to be JSON but left out. A key that is given twice is kept twice; find
/// returns the first. Throws UserError "<where>: ...".
nlohmann::ordered_json parse_json(
    std::string_view text, const std::string& where,
    const std::function<bool(const std::vector<std::string>& keys)>& is_needed = {});

/// The same of a value in MessagePack, as Json::to_msgpack() writes it.
nlohmann::ordered_json parse_msgpack(std::string_view bytes, const std::string& where);

}  // namespace scnnsim
