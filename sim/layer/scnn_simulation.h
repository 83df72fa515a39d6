// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "sim/layer/prepared_simulation.h"
#include "sim/layer/shared_layer.h"
#include "sim/layer/simulate_layer.h"
#include "sim/mapping/layer_mapper.h"

namespace scnnsim {

/// A layer on the SCNN machine, cycle by cycle.
class ScnnSimulation : public PreparedSimulation {
 public:
  /// `config` and `layer` must outlive this object. Throws UserError when the layer cannot be mapped, and
  /// std::invalid_argument for options that ask for the verification of values that are not computed.
  ScnnSimulation(const MachineConfig& config, SharedLayer& layer, const SimulationOptions& options,
                 OperandForms forms = {});

  LayerResult run(const std::function<void(double)>& progress = {}) const override;
  bool uses_kernel() const override { return true; }
  std::uint32_t kc() const { return mapped_.program.kc; }  ///< the Kc in force
  const MappedLayer& mapped() const { return mapped_; }
  /// The configuration as far as the machine reads it, and the program.
  std::string key() const override;
  /// A simulation with values tells one without.
  std::optional<LayerResult> made_of(const SimulationOptions& options,
                                     const LayerResult& result) const override;

 private:
  /// Outputs that decide whether the layer spills; or null.
  const Tensor<std::int16_t>* mapped_outputs() const;
  /// Outputs of which the machine, without values, needs to know which are zero; or null.
  const Tensor<std::int16_t>* known_outputs() const;

  const MachineConfig& config_;
  SharedLayer& layer_;
  const ReferenceOutputs* reference_ = nullptr;  ///< null: not needed
  const ReferenceOutputs* given_ = nullptr;      ///< null: the trace brings none
  const MappedLayer mapped_;
  const LayerResult initial_;  ///< before anything is counted
};

}  // namespace scnnsim
