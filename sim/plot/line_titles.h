// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/plan/sweep_point.h"

namespace scnnsim {

/// What a legend says of a point: the values of `axes` that it has, "vgg16, weight_fifo.entries = 50".
/// Numbers and values of the machine's keys have the axis's name.
std::string line_title(const SweepPoint& point, const std::vector<std::string>& axes);

}  // namespace scnnsim
