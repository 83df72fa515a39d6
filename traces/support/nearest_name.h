// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scnnsim {

/// The known name that differs from `name` in case only, or is the only one that ends with it after a dot, or
/// is fewest edits away; "" when none is near enough to be a slip.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

/// `unknown <what> "<name>" (did you mean "<nearest>"?); <known_as>: a, b, c`: the one wording for unknown
/// keys, options and layers. `known_as` is for example "known keys".
std::string unknown_name(std::string_view what, std::string_view name, std::string_view known_as,
                         const std::vector<std::string>& known);

}  // namespace scnnsim
