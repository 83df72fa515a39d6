// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/layer_energy.h"

#include <cmath>

#include "models/energy/area_model.h"

namespace scnnsim {
namespace {

/// Activation operands brought to the multipliers. Assumption: the gated machine fetches none for a zero
/// weight. Every weight takes part in equally many products, so the share of zero weights is that of
/// products.
std::uint64_t operands_fetched(const LayerResult& layer) {
  if (layer.gated_multiplies == 0) return layer.multiplies;
  return static_cast<std::uint64_t>(
      std::llround(static_cast<double>(layer.multiplies) * layer.weight_density));
}

}  // namespace

std::map<std::string, double> scnn_energy_by_component(const LayerResult& layer, const EnergyModel& model,
                                                       unsigned activation_bits) {
  const auto spent = [&](double count, EnergyAction action) { return count * model.pj(action); };
  const auto products = static_cast<double>(layer.multiplies + layer.placeholders);
  const auto updates = static_cast<double>(layer.accumulator_updates);
  const auto halo_words = static_cast<double>(layer.halo_words);
  const auto outputs = static_cast<double>(layer.ppu_entries);
  const double weight_bits = 8.0 * static_cast<double>(layer.dram_weight_bytes);
  const double input_bits = 8.0 * static_cast<double>(layer.dram_input_bytes);
  const double output_bits = 8.0 * static_cast<double>(layer.dram_output_bytes);

  std::map<std::string, double> energy;
  energy["multiplier_array"] = spent(products, EnergyAction::multiply);
  energy["coordinate_unit"] = spent(products, EnergyAction::coordinate);
  energy["scatter_network"] = spent(updates, EnergyAction::scatter_transfer);
  energy["accumulator_banks"] = spent(updates, EnergyAction::accumulator_add) +
                                spent(updates + halo_words + outputs, EnergyAction::accumulator_update);
  energy["weight_fifo"] =
      spent(static_cast<double>(layer.weight_fifo_reads), EnergyAction::weight_fifo_read) +
      spent(static_cast<double>(layer.weight_fifo_writes), EnergyAction::weight_fifo_write);
  energy["iaram"] = spent(static_cast<double>(layer.iaram_reads), EnergyAction::iaram_read) +
                    spent(input_bits / activation_bits, EnergyAction::iaram_write);
  energy["oaram"] = spent(static_cast<double>(layer.oaram_writes.value_or(0)), EnergyAction::oaram_write) +
                    spent(output_bits / activation_bits, EnergyAction::oaram_read);
  energy["halo_exchange"] = spent(halo_words, EnergyAction::halo_word);
  energy["ppu"] = spent(outputs, EnergyAction::ppu_entry);
  energy["pe_static"] = static_cast<double>(layer.cycles * layer.pes) * model.pe_cycle_pj();
  energy["dram_weights"] = spent(weight_bits, EnergyAction::dram_read);
  energy["dram_activations"] =
      spent(input_bits, EnergyAction::dram_read) + spent(output_bits, EnergyAction::dram_write);
  return energy;
}

MachineSizes dense_sizes(const MachineConfig& config) {
  MachineSizes sizes = scnn_sizes(config);
  const double operand = config.multiplier_array.operand_bits;
  sizes.weight_fifo_bytes *= operand / sizes.weight_bits;
  sizes.weight_bits = sizes.activation_bits = operand;
  sizes.pe_mm2 = AreaModel(config).dense_pe_mm2();
  sizes.iaram_bytes = sizes.oaram_bytes = static_cast<double>(config.dense_ram_bytes());
  return sizes;
}

std::map<std::string, double> dense_energy_by_component(const LayerResult& layer, const EnergyModel& model,
                                                        unsigned dram_word_bits) {
  const auto spent = [&](std::uint64_t count, EnergyAction action) {
    return static_cast<double>(count) * model.pj(action);
  };
  const std::uint64_t executed = layer.multiplies - layer.gated_multiplies;
  const std::uint64_t written_bits = 8 * layer.dram_output_bytes;

  std::map<std::string, double> energy;
  energy["multiplier_array"] = spent(executed, EnergyAction::multiply);
  energy["adder_tree"] = spent(executed, EnergyAction::accumulator_add);
  energy["accumulators"] = spent(layer.accumulator_updates, EnergyAction::accumulator_update);
  energy["weight_buffer"] = spent(layer.weight_fifo_reads, EnergyAction::weight_fifo_read) +
                            spent(layer.weight_fifo_writes, EnergyAction::weight_fifo_write);
  energy["activation_ram"] = spent(layer.iaram_reads, EnergyAction::iaram_read) +
                             spent(8 * layer.dram_input_bytes / dram_word_bits, EnergyAction::iaram_write) +
                             spent(layer.oaram_writes.value_or(0), EnergyAction::oaram_write) +
                             spent(written_bits / dram_word_bits, EnergyAction::oaram_read);
  energy["operand_fetch"] = spent(operands_fetched(layer), EnergyAction::operand_fetch);
  energy["ppu"] = spent(layer.ppu_entries, EnergyAction::ppu_entry);
  energy["pe_static"] = static_cast<double>(layer.cycles * layer.pes) * model.pe_cycle_pj();
  energy["dram_weights"] = spent(8 * layer.dram_weight_bytes, EnergyAction::dram_read);
  energy["dram_activations"] = spent(8 * layer.dram_input_bytes, EnergyAction::dram_read) +
                               spent(written_bits, EnergyAction::dram_write);
  return energy;
}

double n_of_m_pe_mm2(const MachineConfig& config) {
  const AreaModel area(config);
  const double operand = config.multiplier_array.operand_bits, index = config.compression.index_bits;
  const double crosspoints = config.lanes() * std::exp2(index) * operand;
  const double of_scatter =
      config.lanes() * config.accumulator.banks * static_cast<double>(config.accumulator.bits);
  return area.dense_pe_mm2() + area.mm2(AreaComponent::weight_fifo) * index / (operand + index) +
         area.mm2(AreaComponent::scatter_network) * crosspoints / of_scatter;
}

MachineSizes n_of_m_sizes(const MachineConfig& config, const LayerResult& layer) {
  MachineSizes sizes = dense_sizes(config);
  sizes.pe_mm2 = n_of_m_pe_mm2(config);
  if (layer.multiplies == layer.dense_macs) return sizes;
  const double wider = config.word_bits() / sizes.weight_bits;
  sizes.weight_fifo_bytes *= wider;
  sizes.weight_bits *= wider;
  return sizes;
}

std::map<std::string, double> n_of_m_energy_by_component(const LayerResult& layer, const EnergyModel& model,
                                                         unsigned dram_word_bits) {
  auto energy = dense_energy_by_component(layer, model, dram_word_bits);
  energy["operand_fetch"] = static_cast<double>(layer.dense_macs) * model.pj(EnergyAction::operand_fetch);
  return energy;
}

}  // namespace scnnsim
