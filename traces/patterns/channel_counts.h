// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "traces/patterns/activation_pattern.h"

namespace scnnsim {

/// Non-zeros of each channel; they add up to `nonzeros`. The channels' densities are drawn from a Beta
/// distribution with the layer's density d as mean and alpha + beta = `concentration`. They are then moved
/// linearly towards 0 or 1 until their mean is exact.
std::vector<std::uint64_t> draw_channel_counts(const PatternPlanes& planes, std::uint64_t nonzeros,
                                               double concentration, RandomStream& random);

}  // namespace scnnsim
