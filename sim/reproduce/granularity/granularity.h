// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/reproduce/experiment.h"

/// What this project measured itself: networks that were trained, pruned at each granularity and retrained
/// (tools/granularity-study), on the machines that are built for the grains.
namespace scnnsim {

Experiment granularity_experiment();

}  // namespace scnnsim
