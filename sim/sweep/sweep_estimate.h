// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/sweep/sweep_plan.h"

namespace scnnsim {

/// Cost (see point_cost) that one core of this machine simulates per second, measured in a fraction of a
/// second on a small generated layer.
double measure_rate();

}  // namespace scnnsim
