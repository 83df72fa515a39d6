// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sim/layer/layer_result.h"
#include "sim/layer/simulate_layer.h"

namespace scnnsim {

/// Simulation of a layer on a machine, ready to run. Shares data with other simulations of the layer where
/// possible.
class PreparedSimulation {
 public:
  virtual ~PreparedSimulation() = default;

  /// Runs the machine and returns its counts; network, architecture and energy are left empty. `progress` is
  /// called now and then with the share of steps done. Throws SimulationError if the machine is stuck, or if
  /// one of its checks fails. A mismatch of outputs is not thrown: see LayerResult::verified.
  virtual LayerResult run(const std::function<void(double)>& progress = {}) const = 0;

  /// Whether run() runs the SystemC kernel, which a process can do once.
  virtual bool uses_kernel() const = 0;

  /// Key of the counts: simulations of one layer with the same key have the same counts, except for those
  /// that options or outputs determine. Empty: no other simulation is known to have the same counts.
  virtual std::string key() const { return {}; }
  const SimulationOptions& options() const { return options_; }
  /// This simulation's result, derived from `result` of a simulation with the same key and `options`; nothing
  /// if it cannot be derived.
  virtual std::optional<LayerResult> made_of(const SimulationOptions& /*options*/,
                                             const LayerResult& /*result*/) const {
    return std::nullopt;
  }

 protected:
  explicit PreparedSimulation(const SimulationOptions& options) : options_(options) {}

 private:
  const SimulationOptions options_;
};

}  // namespace scnnsim
