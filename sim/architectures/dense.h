// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/layer/simulate_layer.h"
#include "sim/mapping/dense_mapper.h"

namespace scnnsim {

/// Runs one layer on a dense machine and returns what it counted, energy and `network` left empty. No values
/// are computed: `verified` is off. The output density is that of the trace's `output`, or of the reference
/// convolution where that is computed: with `options.verify`, or when outputs cross DRAM compressed; else it
/// is unknown. May be called any number of times as long as the SystemC kernel has not run. Throws
/// SimulationError when the machine waits for longer than simulation.watchdog_cycles.
LayerResult simulate_dense_layer(const MachineConfig& config, const LayerDescription& layer,
                                 const LayerTensors& tensors, const SimulationOptions& options,
                                 DenseKind kind);

}  // namespace scnnsim
