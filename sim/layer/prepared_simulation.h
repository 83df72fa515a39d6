// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sim/layer/layer_result.h"
#include "sim/layer/simulate_layer.h"

namespace scnnsim {

/// A layer on a machine with everything ready that can be made before the run, as far as possible shared with
/// other simulations of the layer.
class PreparedSimulation {
 public:
  virtual ~PreparedSimulation() = default;

  /// What the machine counted; network, architecture and energy are left empty. `progress` is called now and
  /// then with the share of steps done. Throws SimulationError when the machine is stuck. A mismatch is not
  /// thrown: see LayerResult::verified.
  virtual LayerResult run(const std::function<void(double)>& progress = {}) const = 0;

  /// Whether it runs the SystemC kernel, which a process can do once.
  virtual bool uses_kernel() const = 0;

  /// Simulations of one layer with the same key count the same, but for what their options and the outputs
  /// decide. Empty: not known to be the same as any other.
  virtual std::string key() const { return {}; }
  const SimulationOptions& options() const { return options_; }
  /// This simulation's result, made of that of one with the same key; nothing where that does not tell.
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
