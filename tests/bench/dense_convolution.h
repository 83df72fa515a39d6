// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "traces/layer.h"

namespace scnnsim {

/// Seconds of CPU time that oneDNN takes for one dense float convolution of this shape on one core, in the
/// data layout it likes best, the first (warming) run not counted; empty if the program was built without
/// oneDNN.
std::optional<double> dense_convolution_seconds(const LayerShape& shape);

}  // namespace scnnsim
