// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace scnnsim {

/// A value as JSON text, indented by `indent` spaces, or in one line for -1. Invisible characters are escaped
/// (\u202e), so that a terminal shows them; a reader gets them back. A byte that is no UTF-8, which JSON
/// cannot hold, becomes U+FFFD.
std::string json_text(const nlohmann::ordered_json& value, int indent = -1);

}  // namespace scnnsim
