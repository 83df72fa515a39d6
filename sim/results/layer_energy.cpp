// SPDX-License-Identifier: Apache-2.0
#include "sim/results/layer_energy.h"

namespace scnnsim {

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
  energy["pe_static"] = spent(static_cast<double>(layer.cycles * layer.pes), EnergyAction::pe_cycle);
  energy["dram_weights"] = spent(weight_bits, EnergyAction::dram_read);
  energy["dram_activations"] =
      spent(input_bits, EnergyAction::dram_read) + spent(output_bits, EnergyAction::dram_write);
  return energy;
}

}  // namespace scnnsim
