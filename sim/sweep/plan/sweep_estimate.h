// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/plan/sweep_plan.h"

namespace scnnsim {

/// Cost (see point_cost) that one core of this machine simulates per second, measured in a fraction of a
/// second on a small generated layer.
double measure_rate();

/// Time that points of these costs take with so many at once: at least that of the longest, which cannot be
/// divided.
double estimate_seconds(const std::vector<double>& costs, double rate, unsigned jobs);

/// For people: "12.3 s", "3 min 20 s", "2 h 5 min".
std::string duration_text(double seconds);

}  // namespace scnnsim
