// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace scnnsim {

/// The template with each {{name}} replaced by the text of that name, as it is. Throws std::logic_error for a
/// name without a text.
std::string fill_template(std::string_view page,
                          const std::map<std::string, std::string, std::less<>>& texts);

/// "'sha256-<base64>'": a source of a Content-Security-Policy, from 64 hexadecimal digits.
std::string policy_hash(std::string_view sha256);

}  // namespace scnnsim
