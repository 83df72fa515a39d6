// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/architecture.h"

#include <nlohmann/json.hpp>

#include "models/common/geometry.h"
#include "models/energy/area_model.h"
#include "models/energy/energy_model.h"
#include "sim/architectures/dense.h"
#include "sim/architectures/layer_energy.h"
#include "sim/architectures/structured.h"
#include "sim/layer/kc_search.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

enum class Compressed { both, activations, weights };

constexpr OperandForms forms_of(Compressed sides) {
  return {sides != Compressed::activations, sides != Compressed::weights};
}

template <Compressed sides>
std::unique_ptr<PreparedSimulation> prepare_scnn(const MachineConfig& config, SharedLayer& layer,
                                                 const SimulationOptions& options) {
  return prepare_scnn_simulation(config, layer, options, forms_of(sides));
}

template <Compressed sides>
std::map<std::string, double> scnn_energy(const LayerResult& layer, const EnergyTable& table,
                                          const MachineConfig& config) {
  const OperandForms forms = forms_of(sides);
  return scnn_energy_by_component(layer, EnergyModel(table, scnn_sizes(config, forms)),
                                  forms.activation_bits(config));
}

template <DenseKind kind>
std::unique_ptr<PreparedSimulation> prepare_dense(const MachineConfig& config, SharedLayer& layer,
                                                  const SimulationOptions& options) {
  return std::make_unique<DenseSimulation>(config, layer, options, kind);
}

template <DenseKind kind>
std::map<std::string, double> dense_energy(const LayerResult& layer, const EnergyTable& table,
                                           const MachineConfig& config) {
  const bool compressed = kind == DenseKind::gated;
  return dense_energy_by_component(layer, EnergyModel(table, dense_sizes(config)),
                                   compressed ? config.word_bits() : config.multiplier_array.operand_bits);
}

std::unique_ptr<PreparedSimulation> prepare_structured(const MachineConfig& config, SharedLayer& layer,
                                                       const SimulationOptions& options) {
  return std::make_unique<StructuredSimulation>(config, layer, options);
}

std::unique_ptr<PreparedSimulation> prepare_n_of_m(const MachineConfig& config, SharedLayer& layer,
                                                   const SimulationOptions& options) {
  return std::make_unique<NOfMSimulation>(config, layer, options);
}

std::map<std::string, double> n_of_m_energy(const LayerResult& layer, const EnergyTable& table,
                                            const MachineConfig& config) {
  return n_of_m_energy_by_component(layer, EnergyModel(table, n_of_m_sizes(config, layer)),
                                    config.multiplier_array.operand_bits);
}

double n_of_m_area(const MachineConfig& config) {
  return n_of_m_pe_mm2(config) * config.pe_count();
}

double scnn_area(const MachineConfig& config) {
  return AreaModel(config).pe_mm2() * config.pe_count();
}

double dense_area(const MachineConfig& config) {
  return AreaModel(config).dense_pe_mm2() * config.pe_count();
}

}  // namespace

const std::vector<Architecture>& architectures() {
  static const std::vector<Architecture> all{
      {"scnn", "the SCNN accelerator, cycle by cycle", prepare_scnn<Compressed::both>,
       scnn_energy<Compressed::both>, scnn_area},
      {"scnn_oracle", "SCNN's products on multipliers that never wait", prepare_scnn<Compressed::both>,
       scnn_energy<Compressed::both>, scnn_area, oracle_of},
      {"scnn_sparse_a", "SCNN that compresses and skips zeros of activations only",
       prepare_scnn<Compressed::activations>, scnn_energy<Compressed::activations>, scnn_area},
      {"scnn_sparse_w", "SCNN that compresses and skips zeros of weights only",
       prepare_scnn<Compressed::weights>, scnn_energy<Compressed::weights>, scnn_area},
      {"dcnn", "a dense machine of as many PEs and multipliers: dot products, 2 MB of SRAM",
       prepare_dense<DenseKind::plain>, dense_energy<DenseKind::plain>, dense_area},
      {"dcnn_opt", "dcnn with zero-gated multipliers and compressed activations in DRAM",
       prepare_dense<DenseKind::gated>, dense_energy<DenseKind::gated>, dense_area},
      {"dcnn_structured", "dcnn on what is left without the filters and input channels that have no weights",
       prepare_structured, dense_energy<DenseKind::plain>, dense_area},
      {"dcnn_nm", "dcnn with dot products of the n of m weights that stay, for layers pruned by n:m",
       prepare_n_of_m, n_of_m_energy, n_of_m_area},
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

LayerResult finish_result(const Architecture& architecture, const MachineConfig& config,
                          const EnergyTable& table, const LayerResult& simulated) {
  LayerResult result = architecture.derive != nullptr ? architecture.derive(simulated) : simulated;
  result.architecture = architecture.name;
  result.energy_pj = architecture.energy(result, table, config);
  return result;
}

LayerResult oracle_of(const LayerResult& scnn) {
  LayerResult oracle = scnn;
  oracle.cycles = ceil_divide(scnn.multiplies, scnn.multipliers);
  oracle.pe_cycles.fill(0);
  oracle.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = oracle.cycles * oracle.pes;
  oracle.counters = nlohmann::ordered_json::object();
  oracle.counter_descriptions = nlohmann::ordered_json::object();
  return oracle;
}

}  // namespace scnnsim
