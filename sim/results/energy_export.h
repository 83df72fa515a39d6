// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "models/energy/energy_table.h"
#include "sim/architectures/architecture.h"
#include "sim/layer/layer_result.h"

namespace scnnsim {

/// An action of a machine, over layers.
struct ExportedAction {
  std::string component, name;  ///< action_names.h
  unsigned bits = 0;            ///< of weights, where they differ between the layers; 0: not told
  double count = 0;
  double pj = 0;  ///< of one action
};

/// What `layers`, results of the architecture, took, and what it costs: count x pj adds up to their energies
/// by `table`. In the order of EnergyAction, then the PE-cycles and the commands of a banked memory. All
/// actions, also those that were not taken.
std::vector<ExportedAction> exported_actions(const Architecture& architecture,
                                             const std::vector<LayerResult>& layers, const EnergyTable& table,
                                             const MachineConfig& config);

/// Action counts as Accelergy reads them: "<architecture>.<component>", those that were taken.
std::string action_counts_yaml(const Architecture& architecture, const std::vector<ExportedAction>& actions);

/// Energy reference table as Accelergy writes it and EnergyTable::read() reads it: energies in pJ.
/// Before it, at ert_origin_key, the table and the clock that they are of.
std::string reference_table_yaml(const Architecture& architecture, const std::vector<ExportedAction>& actions,
                                 const EnergyTable& table, const MachineConfig& config);

}  // namespace scnnsim
