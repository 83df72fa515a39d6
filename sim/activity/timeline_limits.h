// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace scnnsim {

/// Intervals and counter values that the timelines of one report may have, so that its page stays below 5 MB.
inline constexpr std::size_t most_timeline_items = 300'000;

}  // namespace scnnsim
