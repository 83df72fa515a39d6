// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/results/baselines.h"

namespace scnnsim {

/// Speed-up (baseline's cycles / cycles) and energy ratio (energy / baseline's energy) of layers and totals.
/// Cells are null where the baseline lacks the layer, and totals where it ran other layers.
LayerColumns speedup_columns(const std::shared_ptr<const Baselines>& baselines);

/// A figure over the baseline's; null as above, and where the baseline's is zero. `figure` is a count or
/// energy.
LayerColumn ratio_column(const LayerColumn& figure, const std::shared_ptr<const Baselines>& baselines);

}  // namespace scnnsim
