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

std::map<std::string, double> energy_by_component(const ActionCounts& counts, const EnergyModel& model) {
  std::map<std::string, double> energy;
  for (const ActionCount& one : counts.actions) energy[one.component] += one.count * model.pj(one.action);
  energy["pe_static"] = counts.pe_cycles * model.pe_cycle_pj();
  return energy;
}

ActionCounts scnn_actions(const LayerResult& layer, unsigned activation_bits) {
  const auto products = static_cast<double>(layer.multiplies + layer.placeholders);
  const auto updates = static_cast<double>(layer.accumulator_updates);
  const auto halo_words = static_cast<double>(layer.halo_words);
  const auto outputs = static_cast<double>(layer.ppu_entries);
  const double weight_bits = 8.0 * static_cast<double>(layer.dram_weight_bytes);
  const double input_bits = 8.0 * static_cast<double>(layer.dram_input_bytes);
  const double output_bits = 8.0 * static_cast<double>(layer.dram_output_bytes);
  return {{{"multiplier_array", EnergyAction::multiply, products},
           {"coordinate_unit", EnergyAction::coordinate, products},
           {"scatter_network", EnergyAction::scatter_transfer, updates},
           {"accumulator_banks", EnergyAction::accumulator_add, updates},
           {"accumulator_banks", EnergyAction::accumulator_update, updates + halo_words + outputs},
           {"weight_fifo", EnergyAction::weight_fifo_read, static_cast<double>(layer.weight_fifo_reads)},
           {"weight_fifo", EnergyAction::weight_fifo_write, static_cast<double>(layer.weight_fifo_writes)},
           {"iaram", EnergyAction::iaram_read, static_cast<double>(layer.iaram_reads)},
           {"iaram", EnergyAction::iaram_write, input_bits / activation_bits},
           {"oaram", EnergyAction::oaram_write, static_cast<double>(layer.oaram_writes.value_or(0))},
           {"oaram", EnergyAction::oaram_read, output_bits / activation_bits},
           {"halo_exchange", EnergyAction::halo_word, halo_words},
           {"ppu", EnergyAction::ppu_entry, outputs},
           {"dram_weights", EnergyAction::dram_read, weight_bits},
           {"dram_activations", EnergyAction::dram_read, input_bits},
           {"dram_activations", EnergyAction::dram_write, output_bits}},
          static_cast<double>(layer.cycles * layer.pes)};
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

ActionCounts dense_actions(const LayerResult& layer, unsigned dram_word_bits) {
  const auto number = [](std::uint64_t count) { return static_cast<double>(count); };
  const double executed = number(layer.multiplies - layer.gated_multiplies);
  const std::uint64_t read_bits = 8 * layer.dram_input_bytes, written_bits = 8 * layer.dram_output_bytes;
  return {{{"multiplier_array", EnergyAction::multiply, executed},
           {"adder_tree", EnergyAction::accumulator_add, executed},
           {"accumulators", EnergyAction::accumulator_update, number(layer.accumulator_updates)},
           {"weight_buffer", EnergyAction::weight_fifo_read, number(layer.weight_fifo_reads)},
           {"weight_buffer", EnergyAction::weight_fifo_write, number(layer.weight_fifo_writes)},
           {"activation_ram", EnergyAction::iaram_read, number(layer.iaram_reads)},
           {"activation_ram", EnergyAction::iaram_write, number(read_bits / dram_word_bits)},
           {"activation_ram", EnergyAction::oaram_write, number(layer.oaram_writes.value_or(0))},
           {"activation_ram", EnergyAction::oaram_read, number(written_bits / dram_word_bits)},
           {"operand_fetch", EnergyAction::operand_fetch, number(operands_fetched(layer))},
           {"ppu", EnergyAction::ppu_entry, number(layer.ppu_entries)},
           {"dram_weights", EnergyAction::dram_read, number(8 * layer.dram_weight_bytes)},
           {"dram_activations", EnergyAction::dram_read, number(read_bits)},
           {"dram_activations", EnergyAction::dram_write, number(written_bits)}},
          number(layer.cycles * layer.pes)};
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

ActionCounts n_of_m_actions(const LayerResult& layer, unsigned dram_word_bits) {
  ActionCounts counts = dense_actions(layer, dram_word_bits);
  for (ActionCount& one : counts.actions)
    if (one.action == EnergyAction::operand_fetch) one.count = static_cast<double>(layer.dense_macs);
  return counts;
}

}  // namespace scnnsim
