// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/energy/energy_table.h"
#include "sim/architectures/dram_energy.h"
#include "sim/architectures/layer_energy.h"
#include "sim/layer/layer_result.h"
#include "sim/layer/prepared_simulation.h"
#include "sim/layer/shared_layer.h"
#include "sim/layer/simulate_layer.h"

namespace scnnsim {

/// One of the machines, those that SCNN compares (SCNN table 6) and those for structured grains, behind one
/// interface.
struct Architecture {
  std::string_view name;     ///< as written on the command line and in results
  std::string_view meaning;  ///< one line

  /// Makes a layer ready to be simulated. `config` and `layer` must outlive the result. Throws UserError when
  /// the machine cannot take the layer.
  std::unique_ptr<PreparedSimulation> (*prepare)(const MachineConfig& config, SharedLayer& layer,
                                                 const SimulationOptions& options);

  /// What a result of this machine took, DRAM by bits, and the sizes of the machine on which energies depend.
  ActionCounts (*actions)(const LayerResult& layer, const MachineConfig& config);
  MachineSizes (*sizes)(const LayerResult& layer, const MachineConfig& config);

  /// Area of all PEs in mm2.
  double (*area_mm2)(const MachineConfig& config);

  /// Whether its units report what they do (models/common/activity_observer.h).
  bool reports_units = false;

  /// Makes this architecture's counts from those that are simulated; null: they are the same.
  LayerResult (*derive)(const LayerResult& simulated) = nullptr;

  /// Whether it computes outputs, which can be verified; otherwise it counts and times alone.
  bool computes_values = true;

  /// What a result of this machine took, DRAM by commands where their energies are known.
  ActionCounts counts(const LayerResult& layer, const MachineConfig& config) const {
    return with_dram_commands(actions(layer, config), layer, config);
  }

  /// Energy of a result of this machine in pJ, by component: counts x energy per action.
  std::map<std::string, double> energy(const LayerResult& layer, const EnergyTable& table,
                                       const MachineConfig& config) const {
    return energy_by_component(counts(layer, config), EnergyModel(table, sizes(layer, config)));
  }
};

/// All architectures, in the order in which they are listed.
const std::vector<Architecture>& architectures();
std::vector<std::string> architecture_names();

/// Throws UserError, with the nearest name, when there is none. `where` prefixes the message.
const Architecture& find_architecture(const std::string& name, const std::string& where);

/// The architecture's result, energies by `table` and by those that come with the program included, from what
/// its simulation returned. `network` is left empty.
LayerResult finish_result(const Architecture& architecture, const MachineConfig& config,
                          const EnergyTable& table, const LayerResult& simulated);

/// SCNN(oracle) (SCNN table 6): the same products as `scnn`, a layer's result on the SCNN machine, on
/// multipliers that never wait: cycles = ceil(multiplies / multipliers), all of them issue. Accesses, energy
/// per access and verification are those of `scnn`; the counters of its PEs and components are left out.
/// Assumption: behind a banked memory its accesses open the rows and turn the buses that those of `scnn` do,
/// but its time has fewer refreshes, dram_refreshes x its cycles / those of `scnn`, rounded down, and shorter
/// standby. How long its buses would wait is not known: it does not wait for them.
LayerResult oracle_of(const LayerResult& scnn);

}  // namespace scnnsim
