// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "models/energy/energy_model.h"
#include "sim/architectures/architecture.h"
#include "sim/architectures/layer_energy.h"

namespace scnnsim {
namespace {

EnergyValue value(double pj, unsigned bits, double bytes = 0) {
  EnergyValue result;
  result.pj = pj;
  result.bits = bits;
  result.bytes = bytes;
  return result;
}

/// Every action at 1 pJ, for the widths and sizes of the default machine.
EnergyTable unit_table() {
  EnergyTable table;
  table.values.fill(value(1, 20));
  for (const EnergyAction action :
       {EnergyAction::scatter_transfer, EnergyAction::accumulator_add, EnergyAction::accumulator_update,
        EnergyAction::halo_word, EnergyAction::ppu_entry})
    table.values[static_cast<std::size_t>(action)] = value(1, 24);
  table.values[static_cast<std::size_t>(EnergyAction::multiply)] = value(1, 16);
  table.values[static_cast<std::size_t>(EnergyAction::operand_fetch)] = value(1, 16);
  table.static_power.mw_per_mm2 = 1 / 0.124;  // a PE has 0.124 mm2: 1 pJ in a cycle of 1 ns
  table.values[static_cast<std::size_t>(EnergyAction::dram_read)] = value(1, 1);
  table.values[static_cast<std::size_t>(EnergyAction::dram_write)] = value(1, 1);
  return table;
}

TEST(EnergyModel, a_value_for_the_machines_own_size_is_taken_as_it_is) {
  const EnergyModel model(unit_table(), MachineConfig{});
  for (std::size_t i = 0; i < energy_action_count; ++i)
    EXPECT_NEAR(model.pj(static_cast<EnergyAction>(i)), 1.0, 1e-12)
        << to_string(static_cast<EnergyAction>(i));
  EXPECT_NEAR(model.pe_cycle_pj(), 1.0, 1e-12);
}

/// Static energy in pJ of a layer of 924 us, at a clock in GHz, in each table and on SCNN and dense machines.
std::vector<double> static_energies(double frequency) {
  MachineConfig config;
  config.clock.frequency = frequency;
  LayerResult layer;
  layer.cycles = static_cast<std::uint64_t>(924'000 * frequency);
  layer.pes = config.pe_count();
  std::vector<double> energies;
  for (const char* name : {"16nm", "45nm"})
    for (const Architecture& one : architectures())
      energies.push_back(one.energy(layer, EnergyTable::load(name), config).at("pe_static"));
  return energies;
}

TEST(EnergyModel, the_same_time_costs_the_same_static_energy_at_every_clock) {
  const std::vector<double> at_1_ghz = static_energies(1);
  EXPECT_NEAR(at_1_ghz.front(), 3.32 * 64 * 0.124 * 924'000, 1);  // mW/mm2 x mm2 x ns
  for (const double frequency : {0.5, 2.0, 3.0}) {
    const std::vector<double> energies = static_energies(frequency);
    for (std::size_t i = 0; i < energies.size(); ++i)
      EXPECT_NEAR(energies[i], at_1_ghz[i], 1.1e-6 * at_1_ghz[i]) << frequency;  // 333,333 fs at 3 GHz
  }
}

TEST(EnergyModel, width_counts_linearly_and_for_products_quadratically) {
  EnergyTable table = unit_table();
  table.values[static_cast<std::size_t>(EnergyAction::multiply)] = value(1, 8);
  table.values[static_cast<std::size_t>(EnergyAction::iaram_read)] = value(1, 10);
  table.values[static_cast<std::size_t>(EnergyAction::dram_read)] = value(640, 32);
  const EnergyModel model(table, MachineConfig{});
  EXPECT_DOUBLE_EQ(model.pj(EnergyAction::multiply), 4.0);
  EXPECT_DOUBLE_EQ(model.pj(EnergyAction::iaram_read), 2.0);
  EXPECT_DOUBLE_EQ(model.pj(EnergyAction::dram_read), 20.0);
}

TEST(EnergyModel, capacity_counts_with_its_square_root) {
  EnergyTable table = unit_table();
  table.values[static_cast<std::size_t>(EnergyAction::iaram_read)] = value(1, 20, 2560);  // of 10,240 B
  table.values[static_cast<std::size_t>(EnergyAction::accumulator_update)] =
      value(1, 24, 24);  // of 32 x 24 bits = 96 B
  table.values[static_cast<std::size_t>(EnergyAction::weight_fifo_read)] =
      value(1, 20, 2000);  // of 50 x 4 x 20 bits = 500 B
  MachineConfig config;
  const EnergyModel model(table, config);
  EXPECT_DOUBLE_EQ(model.pj(EnergyAction::iaram_read), 2.0);
  EXPECT_DOUBLE_EQ(model.pj(EnergyAction::accumulator_update), 2.0);
  EXPECT_DOUBLE_EQ(model.pj(EnergyAction::weight_fifo_read), 0.5);
  config.activation_ram.iaram_bytes *= 4;
  EXPECT_DOUBLE_EQ(EnergyModel(table, config).pj(EnergyAction::iaram_read), 4.0);
}

/// With every action at 1 pJ the energy of a component is a count of its actions.
TEST(EnergyModel, a_layers_energy_is_counts_times_energy_per_action) {
  LayerResult layer;
  layer.cycles = 2;
  layer.pes = 4;
  layer.multiplies = 100;
  layer.placeholders = 10;
  layer.accumulator_updates = 80;
  layer.halo_words = 7;
  layer.ppu_entries = 3;
  layer.weight_fifo_reads = 50;
  layer.weight_fifo_writes = 40;
  layer.iaram_reads = 30;
  layer.oaram_writes = 20;
  layer.dram_weight_bytes = 5;
  layer.dram_input_bytes = 10;   // 80 bits: 4 words of 20 bits into the IARAM
  layer.dram_output_bytes = 15;  // 120 bits: 6 words out of the OARAM
  const auto energy =
      energy_by_component(scnn_actions(layer, 20), EnergyModel(unit_table(), MachineConfig{}));
  const std::map<std::string, double> expected{{"multiplier_array", 110},
                                               {"coordinate_unit", 110},
                                               {"scatter_network", 80},
                                               {"accumulator_banks", 80 + 90},
                                               {"weight_fifo", 90},
                                               {"iaram", 34},
                                               {"oaram", 26},
                                               {"halo_exchange", 7},
                                               {"ppu", 3},
                                               {"pe_static", 8},
                                               {"dram_weights", 40},
                                               {"dram_activations", 80 + 120}};
  ASSERT_EQ(energy.size(), expected.size());
  for (const auto& [component, pj] : expected) EXPECT_NEAR(energy.at(component), pj, 1e-9) << component;
  layer.energy_pj = energy;
  EXPECT_NEAR(layer.total_energy_pj(), 110 + 110 + 80 + 170 + 90 + 34 + 26 + 7 + 3 + 8 + 240, 1e-9);
}

}  // namespace
}  // namespace scnnsim
