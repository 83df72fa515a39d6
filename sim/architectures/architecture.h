// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/energy/energy_table.h"
#include "sim/layer/layer_result.h"
#include "sim/layer/simulate_layer.h"

namespace scnnsim {

/// One of the machines that SCNN compares (SCNN table 6), behind one interface.
struct Architecture {
  std::string_view name;     ///< as written on the command line and in results
  std::string_view meaning;  ///< one line

  /// Runs one layer and returns what it counted; network, architecture and energy are left empty. At most one
  /// call per process if it uses the kernel; errors as of simulate_layer_here.
  LayerResult (*simulate)(const MachineConfig& config, const LayerDescription& layer,
                          const LayerTensors& tensors, const SimulationOptions& options);

  /// Energy of a result of this machine in pJ, by component: counts x energy per action.
  std::map<std::string, double> (*energy)(const LayerResult& layer, const EnergyTable& table,
                                          const MachineConfig& config);

  /// Area of all PEs in mm2.
  double (*area_mm2)(const MachineConfig& config);

  /// Name of an architecture whose counts this one's follow from, by derive(); or empty.
  std::string_view derived_from = {};
  LayerResult (*derive)(const LayerResult& base) = nullptr;

  bool uses_kernel = true;  ///< runs the SystemC kernel, which a process can do once
};

/// All architectures, in the order in which they are listed.
const std::vector<Architecture>& architectures();
std::vector<std::string> architecture_names();

/// Throws UserError, with the nearest name, when there is none. `where` prefixes the message.
const Architecture& find_architecture(const std::string& name, const std::string& where);

/// An architecture's result, energy included, from that of the one it is derived from: what simulate_on
/// returns.
LayerResult derive_result(const Architecture& architecture, const MachineConfig& config,
                          const EnergyTable& table, const LayerResult& base);

/// Runs one layer on a machine, energy included; `network` is left empty.
LayerResult simulate_on(const Architecture& architecture, const MachineConfig& config,
                        const EnergyTable& table, const LayerDescription& layer, const LayerTensors& tensors,
                        const SimulationOptions& options);

}  // namespace scnnsim
