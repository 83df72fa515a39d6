// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/architecture.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "models/common/geometry.h"
#include "models/energy/area_model.h"
#include "models/energy/energy_model.h"
#include "sim/architectures/dense.h"
#include "sim/architectures/dense_kc_search.h"
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
ActionCounts actions_on_scnn(const LayerResult& layer, const MachineConfig& config) {
  return scnn_actions(layer, forms_of(sides).activation_bits(config));
}

template <Compressed sides>
MachineSizes sizes_of_scnn(const LayerResult& /*layer*/, const MachineConfig& config) {
  return scnn_sizes(config, forms_of(sides));
}

template <DenseKind kind>
std::unique_ptr<PreparedSimulation> prepare_dense(const MachineConfig& config, SharedLayer& layer,
                                                  const SimulationOptions& options) {
  return prepare_with_kc(
      config, layer, options,
      [](const MachineConfig& chosen, SharedLayer& shared, const SimulationOptions& given) {
        return std::make_unique<DenseSimulation>(chosen, shared, given, kind);
      });
}

template <DenseKind kind>
ActionCounts actions_on_dense(const LayerResult& layer, const MachineConfig& config) {
  const bool compressed = kind == DenseKind::gated;
  return dense_actions(layer, compressed ? config.word_bits() : config.multiplier_array.operand_bits);
}

MachineSizes sizes_of_dense(const LayerResult& /*layer*/, const MachineConfig& config) {
  return dense_sizes(config);
}

std::unique_ptr<PreparedSimulation> prepare_structured(const MachineConfig& config, SharedLayer& layer,
                                                       const SimulationOptions& options) {
  return prepare_with_kc(
      config, layer, options,
      [](const MachineConfig& chosen, SharedLayer& shared, const SimulationOptions& given) {
        return std::make_unique<StructuredSimulation>(chosen, shared, given);
      });
}

std::unique_ptr<PreparedSimulation> prepare_n_of_m(const MachineConfig& config, SharedLayer& layer,
                                                   const SimulationOptions& options) {
  return prepare_with_kc(
      config, layer, options,
      [](const MachineConfig& chosen, SharedLayer& shared, const SimulationOptions& given) {
        return std::make_unique<NOfMSimulation>(chosen, shared, given);
      });
}

ActionCounts actions_on_n_of_m(const LayerResult& layer, const MachineConfig& config) {
  return n_of_m_actions(layer, config.multiplier_array.operand_bits);
}

MachineSizes sizes_of_n_of_m(const LayerResult& layer, const MachineConfig& config) {
  return n_of_m_sizes(config, layer);
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
       actions_on_scnn<Compressed::both>, sizes_of_scnn<Compressed::both>, scnn_area, true},
      {"scnn_oracle", "SCNN's products on multipliers that never wait", prepare_scnn<Compressed::both>,
       actions_on_scnn<Compressed::both>, sizes_of_scnn<Compressed::both>, scnn_area, false, oracle_of},
      {"scnn_sparse_a", "SCNN that compresses and skips zeros of activations only",
       prepare_scnn<Compressed::activations>, actions_on_scnn<Compressed::activations>,
       sizes_of_scnn<Compressed::activations>, scnn_area, true},
      {"scnn_sparse_w", "SCNN that compresses and skips zeros of weights only",
       prepare_scnn<Compressed::weights>, actions_on_scnn<Compressed::weights>,
       sizes_of_scnn<Compressed::weights>, scnn_area, true},
      {"dcnn", "a dense machine of as many PEs and multipliers: dot products, 2 MB of SRAM",
       prepare_dense<DenseKind::plain>, actions_on_dense<DenseKind::plain>, sizes_of_dense, dense_area, false,
       nullptr, false},
      {"dcnn_opt", "dcnn with zero-gated multipliers and compressed activations in DRAM",
       prepare_dense<DenseKind::gated>, actions_on_dense<DenseKind::gated>, sizes_of_dense, dense_area, false,
       nullptr, false},
      {"dcnn_structured", "dcnn on what is left without the filters and input channels that have no weights",
       prepare_structured, actions_on_dense<DenseKind::plain>, sizes_of_dense, dense_area},
      {"dcnn_nm", "dcnn with dot products of the n of m weights that stay, for layers pruned by n:m",
       prepare_n_of_m, actions_on_n_of_m, sizes_of_n_of_m, n_of_m_area},
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

namespace {

Picojoules energy_by(const EnergyTable& table, const Architecture& architecture, const LayerResult& result,
                     const MachineConfig& config) {
  Picojoules energy;
  for (const auto& component : architecture.energy(result, table, config)) energy.value += component.second;
  return energy;
}

}  // namespace

LayerResult finish_result(const Architecture& architecture, const MachineConfig& config,
                          const EnergyTable& table, const LayerResult& simulated) {
  LayerResult result = architecture.derive != nullptr ? architecture.derive(simulated) : simulated;
  result.architecture = architecture.name;
  result.energy_pj = architecture.energy(result, table, config);
  result.energy_table = table.label();
  result.energy_45nm_pj = energy_by(EnergyTable::of_public_values(), architecture, result, config);
  result.energy_16nm_pj = energy_by(EnergyTable::fitted_to_scnn(), architecture, result, config);
  return result;
}

namespace {

/// Refreshes come with time: as many as of scnn's are due in the oracle's cycles.
std::uint64_t refreshes_within(const LayerResult& oracle, const LayerResult& scnn) {
  const double share =
      static_cast<double>(oracle.cycles) / static_cast<double>(std::max<Cycle>(scnn.cycles, 1));
  return static_cast<std::uint64_t>(static_cast<double>(*scnn.dram_refreshes) * share);
}

}  // namespace

LayerResult oracle_of(const LayerResult& scnn) {
  LayerResult oracle = scnn;
  oracle.cycles = ceil_divide(scnn.multiplies, scnn.multipliers);
  if (scnn.dram_refreshes) oracle.dram_refreshes = refreshes_within(oracle, scnn);
  oracle.dram_stalled_cycles.reset();
  oracle.pe_cycles.fill(0);
  oracle.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = oracle.cycles * oracle.pes;
  oracle.counters = nlohmann::ordered_json::object();
  oracle.counter_descriptions = nlohmann::ordered_json::object();
  return oracle;
}

}  // namespace scnnsim
