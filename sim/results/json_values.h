// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

namespace scnnsim {

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
