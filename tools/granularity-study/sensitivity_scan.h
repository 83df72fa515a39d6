// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/granularity-study/fashion_mnist.h"
#include "tools/granularity-study/layer_densities.h"
#include "tools/granularity-study/network.h"

namespace scnnsim {

/// Densities that a scan tries on each layer.
inline constexpr double scanned_densities[] = {0.8, 0.65, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05};

/// Prunes one layer at a time to each of the densities and measures the accuracy on the images. Leaves the
/// network as it was. Throws Interrupted.
SensitivityScan scan_sensitivity(TrainedNet& network, const Granularity& granularity,
                                 const LabelledImages& images);

}  // namespace scnnsim
