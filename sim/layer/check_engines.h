// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/layer/scnn_simulation.h"

namespace scnnsim {

/// The first counter, or the outputs, in which two results of one layer differ, with both values; empty if
/// they are equal.
std::string first_difference(const LayerResult& product, const LayerResult& batched);

/// A layer on the SCNN machine by both engines, the product engine in a child process. run() throws
/// SimulationError if any counter or output differs.
class CheckedSimulation : public PreparedSimulation {
 public:
  /// See ScnnSimulation. Throws UnsuitableEngine if the batched engine cannot run the layer: there would be
  /// nothing to compare.
  CheckedSimulation(const MachineConfig& config, SharedLayer& layer, const SimulationOptions& options,
                    OperandForms forms = {});

  LayerResult run(const std::function<void(double)>& progress = {}) const override;
  bool uses_kernel() const override { return true; }
  std::string key() const override { return "checked\n" + batched_.key(); }
  std::optional<LayerResult> made_of(const SimulationOptions& options,
                                     const LayerResult& result) const override {
    return batched_.made_of(options, result);
  }

 private:
  const std::string layer_;
  const ScnnSimulation product_, batched_;
};

}  // namespace scnnsim
