// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "sim/layer/prepared_simulation.h"
#include "sim/layer/scnn_simulation.h"
#include "sim/layer/shared_layer.h"

namespace scnnsim {

/// A layer on the SCNN machine: with one engine or checked with both, with the Kc that the configuration
/// gives or the best one. `config` and `layer` must outlive the result. Throws like ScnnSimulation and
/// CheckedSimulation.
std::unique_ptr<PreparedSimulation> prepare_scnn_simulation(const MachineConfig& config, SharedLayer& layer,
                                                            const SimulationOptions& options,
                                                            OperandForms forms = {});

/// What `mapping.kc: best` tries: `auto` and the powers of two up to the filters of a group.
std::vector<KcChoice> kc_candidates(const LayerShape& shape);

/// A layer with `mapping.kc: best` (models/README.md section 1, rule 3). run() first simulates the layer with
/// each candidate, without values, in a child process.
class KcSearch : public PreparedSimulation {
 public:
  /// Throws UserError when the layer cannot be mapped with any candidate.
  KcSearch(const MachineConfig& config, SharedLayer& layer, const SimulationOptions& options,
           OperandForms forms);

  LayerResult run(const std::function<void(double)>& progress = {}) const override;
  bool uses_kernel() const override { return true; }

 private:
  MachineConfig with_kc(KcChoice kc) const;
  /// Simulates the layer's timing on `config`, which must outlive the result; null if it cannot be mapped.
  std::unique_ptr<ScnnSimulation> timing_on(const MachineConfig& config) const;
  /// Cycles by Kc in force.
  std::map<std::uint32_t, Cycle> cycles_of_candidates(const std::function<void(double)>& progress) const;

  const MachineConfig& config_;
  SharedLayer& layer_;
  const OperandForms forms_;
};

}  // namespace scnnsim
