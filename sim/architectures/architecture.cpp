// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/architecture.h"

#include "models/energy/energy_model.h"
#include "sim/results/layer_energy.h"
#include "traces/error.h"
#include "traces/nearest_name.h"

namespace scnnsim {
namespace {

std::map<std::string, double> scnn_energy(const LayerResult& layer, const EnergyTable& table,
                                          const MachineConfig& config) {
  return scnn_energy_by_component(layer, EnergyModel(table, config), config.word_bits());
}

}  // namespace

const std::vector<Architecture>& architectures() {
  static const std::vector<Architecture> all{
      {"scnn", "the SCNN accelerator, cycle by cycle", simulate_layer_here, scnn_energy},
  };
  return all;
}

std::vector<std::string> architecture_names() {
  std::vector<std::string> names;
  for (const Architecture& architecture : architectures()) names.emplace_back(architecture.name);
  return names;
}

const Architecture& find_architecture(const std::string& name, const std::string& where) {
  for (const Architecture& architecture : architectures())
    if (architecture.name == name) return architecture;
  throw UserError(where + ": " +
                  unknown_name("architecture", name, "known architectures", architecture_names()));
}

LayerResult simulate_on(const Architecture& architecture, const MachineConfig& config,
                        const EnergyTable& table, const LayerDescription& layer, const LayerTensors& tensors,
                        const SimulationOptions& options) {
  LayerResult result = architecture.simulate(config, layer, tensors, options);
  result.architecture = architecture.name;
  result.energy_pj = architecture.energy(result, table, config);
  return result;
}

}  // namespace scnnsim
