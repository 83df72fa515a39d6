// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// Most values of one axis, and most points of a sweep.
inline constexpr std::size_t most_points = 1'000'000;

/// The values that a user gives for one name, as texts: one value, a list of at least one, or a range
/// `{from, to, step}` (linear) or `{from, to, factor}` (geometric: `factor: 2` for powers of two), ends
/// included. Throws UserError.
std::vector<std::string> read_axis_values(const YamlNode& node);

}  // namespace scnnsim
