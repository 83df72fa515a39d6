// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/results/layer_columns.h"

namespace scnnsim {

/// Speed-up (baseline's cycles / cycles) and energy ratio (energy / baseline's energy) of layers and totals.
///
/// The baseline of a run of several architectures is its dcnn (as in SCNN), or its first architecture if dcnn
/// was not run. A run of one architecture is compared with the baseline of the first run of the same network.
/// Cells are null where the baseline lacks the layer, and totals where it ran other layers.
LayerColumns speedup_columns(const std::vector<LabelledLayers>& runs);

/// Says what is compared with what.
std::string speedup_caption(const std::vector<LabelledLayers>& runs);

}  // namespace scnnsim
