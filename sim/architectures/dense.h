// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/layer/prepared_simulation.h"
#include "sim/layer/shared_layer.h"
#include "sim/layer/simulate_layer.h"
#include "sim/mapping/dense_mapper.h"

namespace scnnsim {

/// A layer on a dense machine. No values are computed: `verified` is off. The output density is that of the
/// trace's `written` tensor or `output`, or of the reference convolution where that is computed: with
/// `options.verify`, or when outputs cross DRAM compressed; else it is unknown. May run any number of times
/// as long as the SystemC kernel has not run; throws SimulationError when the machine waits for longer than
/// simulation.watchdog_cycles.
class DenseSimulation : public PreparedSimulation {
 public:
  /// `config` and `layer` must outlive this object.
  DenseSimulation(const MachineConfig& config, SharedLayer& layer, const SimulationOptions& options,
                  DenseKind kind);

  LayerResult run(const std::function<void(double)>& progress = {}) const override;
  bool uses_kernel() const override { return false; }

 private:
  const MachineConfig& config_;
  SharedLayer& layer_;
  const ReferenceOutputs* outputs_;  ///< null: not known
  const DenseProgram program_;
  const LayerResult initial_;  ///< before anything is counted
};

/// Runs one layer on a dense machine and returns what it counted, energy and `network` left empty.
LayerResult simulate_dense_layer(const MachineConfig& config, const LayerDescription& layer,
                                 const LayerTensors& tensors, const SimulationOptions& options,
                                 DenseKind kind);

}  // namespace scnnsim
