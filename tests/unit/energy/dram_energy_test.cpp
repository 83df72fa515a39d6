// SPDX-License-Identifier: Apache-2.0
// Energy of a banked memory from its commands.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "models/memory/banked/banked_timing.h"
#include "sim/architectures/architecture.h"
#include "sim/tables/layer_tables.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/files.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

constexpr std::uint64_t nanosecond = 1'000'000;  // femtoseconds

MachineConfig with_keys(const std::vector<std::string>& assignments) {
  MachineConfig config;
  config.dram.model = DramModel::banked;
  for (const std::string& one : assignments) set_parameter(config, one, "--set");
  return config;
}

/// A layer of 2,000 cycles that did nothing but what `stats` counted, for 5 B of weights and 10 B of inputs.
LayerResult layer_of(const BankedStats& stats) {
  LayerResult layer;
  layer.cycles = 2000;
  layer.pes = 64;
  layer.dram_weight_bytes = 5;
  layer.dram_input_bytes = 10;
  layer.dram_activates = stats.activates.value();
  layer.dram_refreshes = stats.refreshes.value();
  layer.dram_moved_bytes = stats.moved_bytes.value();
  layer.dram_written_bytes = stats.written_bytes.value();
  return layer;
}

/// The part of an energy that is DRAM's.
std::map<std::string, double> of_dram(std::map<std::string, double> energy) {
  for (auto one = energy.begin(); one != energy.end();)
    one = one->first.rfind("dram_", 0) == 0 ? std::next(one) : energy.erase(one);
  return energy;
}

/// A read of a closed bank; a write of 100 B, two atoms, to another row: one in that bank, one in the next
/// bank group, which is closed; after the first refresh, which closed all rows, a read. 4 rows opened, 2
/// atoms read, 2 written, 1 refresh.
LayerResult tiny_stream(const MachineConfig& config) {
  BankedTiming memory(config);
  memory.serve({0, 0, 64, false});
  const std::uint64_t other_row = std::uint64_t{1} << 17;  // 6 bits in an atom, 4 of banks, 7 of columns
  memory.serve({0, other_row, 100, true});
  memory.serve({8000 * nanosecond, other_row, 64, false});
  return layer_of(memory.stats());
}

// At 2 GHz the layer takes 1,000 ns, in which one channel of two ranks stands by.
TEST(DramEnergy, a_tiny_stream_costs_what_its_commands_cost_on_every_machine) {
  MachineConfig config = with_keys(
      {"dram_device.channels=1", "clock.frequency=2", "dram_energy.activate=1000", "dram_energy.read=2",
       "dram_energy.write=3.5", "dram_energy.refresh=70000", "dram_energy.background=10"});
  const LayerResult layer = tiny_stream(config);
  config.dram_device.ranks = 2u;
  const std::map<std::string, double> expected{{"dram_activate", 4 * 1000.0},
                                               {"dram_read", 2 * 512 * 2.0},
                                               {"dram_write", 2 * 512 * 3.5},
                                               {"dram_refresh", 70000.0},
                                               {"dram_background", 2 * 1000 * 10.0}};
  for (const Architecture& one : architectures())
    for (const char* table : {"16nm", "45nm"})
      EXPECT_EQ(of_dram(one.energy(layer, EnergyTable::load(table), config)), expected)
          << one.name << " by " << table;
}

/// SCNN(oracle) has SCNN's accesses, but time for a tenth of its refreshes and standby.
TEST(DramEnergy, the_oracle_refreshes_for_as_long_as_it_runs) {
  const MachineConfig config = with_keys({"dram_device.channels=1"});
  LayerResult scnn = tiny_stream(config);
  scnn.multipliers = 1024;
  scnn.multiplies = 200 * 1024;  // 200 of 2,000 cycles
  scnn.dram_refreshes = 29;
  scnn.dram_stalled_cycles = 77;
  scnn.dram_row_hits = 3;
  const LayerResult oracle = oracle_of(scnn);
  EXPECT_EQ(oracle.dram_refreshes, 2u);
  EXPECT_FALSE(oracle.dram_stalled_cycles) << "nobody waits";
  EXPECT_EQ(oracle.dram_moved_bytes, scnn.dram_moved_bytes);
  EXPECT_EQ(oracle.dram_activates, scnn.dram_activates);
  const auto energy_of = [&](const char* name, const LayerResult& layer) {
    return of_dram(find_architecture(name, "test").energy(layer, EnergyTable::load("16nm"), config));
  };
  const auto of_oracle = energy_of("scnn_oracle", oracle), of_scnn = energy_of("scnn", scnn);
  EXPECT_EQ(of_oracle.at("dram_read"), of_scnn.at("dram_read"));
  EXPECT_DOUBLE_EQ(of_oracle.at("dram_refresh"), 2 * 665280.0);
  EXPECT_DOUBLE_EQ(of_oracle.at("dram_background"), of_scnn.at("dram_background") / 10);
  LayerTableOptions options;
  options.columns = {"dram_row_hit_share", "dram_bus_share"};
  const Table table = make_layer_table(TableKind::dram, {{"run", {oracle}}}, options);
  EXPECT_TRUE(table.rows.front().cells.at(1).is_number());
  EXPECT_TRUE(table.rows.front().cells.at(2).is_null()) << "of busy and stalled cycles";
  LayerResult behind_a_pipe;
  behind_a_pipe.multipliers = 1024;
  EXPECT_FALSE(oracle_of(behind_a_pipe).dram_refreshes);
}

TEST(DramEnergy, totals_by_both_tables_have_the_same_dram) {
  const MachineConfig config = with_keys({});
  const LayerResult counted = tiny_stream(with_keys({"dram_device.channels=1"}));
  const Architecture& scnn = find_architecture("scnn", "test");
  const LayerResult layer = finish_result(scnn, config, EnergyTable::load("16nm"), counted);
  EXPECT_DOUBLE_EQ(layer.energy_16nm_pj->value, layer.total_energy_pj());
  const LayerResult by_45nm = finish_result(scnn, config, EnergyTable::load("45nm"), counted);
  EXPECT_EQ(of_dram(by_45nm.energy_pj), of_dram(layer.energy_pj));
  EXPECT_NE(by_45nm.energy_pj, layer.energy_pj);
  EXPECT_DOUBLE_EQ(by_45nm.total_energy_pj(), layer.energy_45nm_pj->value);
}

/// Per device, as models/README.md section 12 has it: 522 pJ, 5.4 and 4.6 pJ/bit, 83 nJ, 70 mW; LPDDR4 as its
/// file derives it.
TEST(DramEnergy, presets_have_the_energies_that_their_currents_give) {
  const DramEnergyParameters ddr4 = device_energies(with_keys({}));
  EXPECT_NEAR(ddr4.activate.number(), 8 * 1.2 * (57 * 45.75 - 52 * 32 - 37 * 13.75), 1e-9);
  EXPECT_NEAR(ddr4.read.number(), 1.2 * (168 - 52) * 2.5 / 64, 1e-9);
  EXPECT_NEAR(ddr4.write.number(), 1.2 * (150 - 52) * 2.5 / 64, 1e-9);
  EXPECT_NEAR(ddr4.refresh.number(), 8 * 1.2 * (250 - 52) * 350, 1e-6);
  EXPECT_NEAR(ddr4.background.number(), 8 * (1.2 * 52 + 2.5 * 3), 1e-9);
  const DramEnergyParameters lpddr4 = device_energies(with_keys({"dram.preset=lpddr4-3200"}));
  EXPECT_NEAR(lpddr4.activate.number(),
              1.8 * (3.5 * 60 - 2.25 * 42 - 2 * 18) + 1.1 * (45 * 60 - 30 * 42 - 27 * 18), 1e-9);
  EXPECT_NEAR(lpddr4.read.number(), 1.1 * (275 - 30) * 5 / 256, 1e-9);
  EXPECT_NEAR(lpddr4.write.number(), 1.1 * (210 - 30) * 5 / 256, 1e-9);
  EXPECT_NEAR(lpddr4.refresh.number(), 1.8 * (10 - 2.25) * 280 + 1.1 * (90 - 30) * 280, 1e-6);
  EXPECT_NEAR(lpddr4.background.number(), 1.8 * 2.25 + 1.1 * 30, 1e-9);
}

/// 40 bits of weights and 80 of inputs at 640 pJ for 32.
TEST(DramEnergy, without_energies_of_commands_dram_costs_what_the_table_says) {
  const EnergyTable table = EnergyTable::load("45nm");
  const Architecture& scnn = find_architecture("scnn", "test");
  const std::map<std::string, double> by_table{{"dram_weights", 40 * 20.0}, {"dram_activations", 80 * 20.0}};
  for (const char* preset : {"hbm2", "lpddr5-6400"}) {
    const MachineConfig config = with_keys({fmt::format("dram.preset={}", preset)});
    EXPECT_FALSE(dram_costs_by_command(config)) << preset;
    EXPECT_EQ(of_dram(scnn.energy(tiny_stream(config), table, config)), by_table) << preset;
    EXPECT_FALSE(dram_costs_by_command(without_preset(config))) << preset;
  }
  const MachineConfig ddr4 = with_keys({});
  EXPECT_TRUE(dram_costs_by_command(ddr4));
  LayerResult earlier = tiny_stream(ddr4);
  earlier.dram_written_bytes.reset();  // of a version that did not count them
  EXPECT_EQ(of_dram(scnn.energy(earlier, table, ddr4)), by_table);
  MachineConfig pipe = ddr4;
  pipe.dram.model = DramModel::pipe;
  EXPECT_FALSE(dram_costs_by_command(pipe));
  EXPECT_EQ(of_dram(scnn.energy(tiny_stream(ddr4), table, pipe)), by_table);
}

TEST(DramEnergy, a_key_that_is_a_number_replaces_the_presets) {
  const DramEnergyParameters energies =
      device_energies(with_keys({"dram_energy.read=7", "dram_energy.background=0"}));
  EXPECT_EQ(energies.read.number(), 7);
  EXPECT_EQ(energies.background.number(), 0);
  EXPECT_EQ(energies.activate.number(), 4176);
  EXPECT_TRUE(dram_costs_by_command(
      with_keys({"dram.preset=hbm2", "dram_energy.activate=909", "dram_energy.read=3.5",
                 "dram_energy.write=3.5", "dram_energy.refresh=0", "dram_energy.background=0"})));
}

TEST(DramEnergy, energies_of_some_commands_alone_are_refused) {
  expect_user_error([] { with_keys({"dram_energy.read=0"}).check(); },
                    {"dram_energy.read: got 0", "dram_energy.background = 559.2", "not known"});
  EXPECT_NO_THROW(with_keys({"dram_energy.refresh=0"}).check());
}

/// What a preset without energies does not know is not taken for 0.
TEST(DramEnergy, energies_for_a_preset_without_any_have_to_be_all) {
  expect_user_error(
      [] {
        with_keys(
            {"dram.preset=hbm2", "dram_energy.activate=909", "dram_energy.read=3.5", "dram_energy.write=3.5"})
            .check();
      },
      {"dram_energy.refresh, dram_energy.background: no value", "preset \"hbm2\" has none",
       "dram_energy.activate = 909"});
  expect_user_error(
      [] {
        with_keys({"dram.preset=lpddr5-6400", "dram_energy.read=0"}).check();
      },
      {"dram_energy.activate, dram_energy.write, dram_energy.refresh, dram_energy.background: no value"});
}

TEST(DramEnergy, energies_of_a_preset_are_refused_for_a_device_that_they_are_not_of) {
  expect_user_error([] { with_keys({"dram_device.refresh_per_bank=1"}).check(); },
                    {"dram_device.refresh_per_bank: got 1 in place of the 0 of preset \"ddr4-3200\"",
                     "dram_energy.refresh = 665280"});
  expect_user_error([] { with_keys({"dram_device.t_rc=60"}).check(); },
                    {"dram_device.t_rc: got 60 in place of the 45.75", "dram_energy.activate = 4176"});
  const struct {
    const char* change;
    std::vector<std::string> energies;
  } changes[] = {{"t_ras=33", {"activate"}},
                 {"t_rp=12", {"activate"}},
                 {"row_bytes=16384", {"activate"}},
                 {"bus_bits=32", {"activate", "refresh", "background"}},
                 {"t_ck=750", {"activate", "read", "write", "refresh", "background"}}};
  for (const auto& [change, energies] : changes) {
    const std::string assignment = std::string("dram_device.") + change;
    std::vector<std::string> keys, given{assignment, "dram_device.t_rc=45.75"};
    for (const std::string& energy : energies) {
      keys.push_back("dram_energy." + energy + " = ");
      given.push_back("dram_energy." + energy + "=5");
    }
    if (assignment.find("t_ras") != std::string::npos) given[1] = "dram_device.t_rc=46.75";
    if (assignment.find("t_ras") == std::string::npos)
      expect_user_error([&] { with_keys({assignment}).check(); }, keys);
    EXPECT_NO_THROW(with_keys(given).check()) << change;
  }
}

TEST(DramEnergy, keys_of_the_device_that_no_energy_depends_on_are_free) {
  for (const char* change :
       {"channels=4", "ranks=2", "rows=1024", "banks=8", "bank_groups=2", "cl=30", "cwl=20", "t_ccd_l=10",
        "t_rcd=14", "t_rtp=8", "t_wr=16", "t_refi=3900", "t_faw=30"})
    EXPECT_EQ(device_energies(with_keys({std::string("dram_device.") + change})).refresh.number(), 665280)
        << change;
  EXPECT_NO_THROW(with_keys({"dram.preset=hbm2", "dram_device.refresh_per_bank=0"}).check());
  EXPECT_NO_THROW(with_keys({"dram_device.refresh_per_bank=0"}).check()) << "the preset's own value";
}

/// A refresh takes its current for t_rfc.
TEST(DramEnergy, the_energy_of_a_refresh_follows_its_duration) {
  EXPECT_DOUBLE_EQ(device_energies(with_keys({"dram_device.t_rfc=700"})).refresh.number(), 2 * 665280);
  EXPECT_EQ(device_energies(with_keys({"dram_device.t_rfc=700", "dram_energy.refresh=9"})).refresh.number(),
            9);
  const MachineConfig written = without_preset(with_keys({"dram_device.t_rfc=700"}));
  EXPECT_EQ(device_energies(written).refresh.number(), 2 * 665280.0) << "once";
}

/// The bound: a stream's refreshes by bank cost what the energy given for them says.
TEST(DramEnergy, refreshes_of_one_bank_cost_the_energy_given_for_them) {
  const MachineConfig config = with_keys({"dram_device.channels=1", "dram_device.refresh_per_bank=1",
                                          "dram_device.t_rfc=100", "dram_energy.refresh=41580"});
  const LayerResult layer = tiny_stream(config);
  ASSERT_GT(*layer.dram_refreshes, 10u);  // 16 banks in 7.8 us
  const std::map<std::string, double> energy =
      find_architecture("scnn", "test").energy(layer, EnergyTable::load("16nm"), config);
  EXPECT_DOUBLE_EQ(energy.at("dram_refresh"), 41580.0 * static_cast<double>(*layer.dram_refreshes));
}

/// The preset ddr4-3200 with a text replaced.
void read_changed(const std::string& text, const std::string& by) {
  const testing::ScratchFolder folder;
  std::string preset = load_named_text("dram", "ddr4-3200", "preset").text;
  const std::size_t place = preset.rfind(text);
  ASSERT_NE(place, std::string::npos) << text;
  write_file(folder.path() / "own.yaml", preset.replace(place, text.size(), by));
  with_keys({fmt::format("dram.preset={}", (folder.path() / "own.yaml").string())}).check();
}

TEST(DramEnergy, wrong_energies_of_a_preset_are_refused_with_file_key_and_value) {
  EXPECT_NO_THROW(read_changed("mw: 559.2", "mw: 560"));
  expect_user_error([] { read_changed("mw: 559.2", "mw: -1"); },
                    {"own.yaml", "energy.background.mw", "-1", "0 ... 1000000000"});
  expect_user_error([] { read_changed("pj_per_bit: 5.4375", "pj: 5.4375"); },
                    {"own.yaml", "energy.read", "pj", "pj_per_bit"});
  expect_user_error([] { read_changed("  background:", "  backgruond:"); },
                    {"own.yaml", "backgruond", "background"});
  expect_user_error([] { read_changed("derivation: \"8 x (VDD", "#"); },
                    {"own.yaml", "energy.background", "derivation"});
  expect_user_error([] { read_changed("status: derived", "status: calibrated"); },
                    {"own.yaml", "energy.background.status", "calibrated", "sourced or derived"});
  expect_user_error([] { read_changed("status: derived", "status: guessed"); },
                    {"own.yaml", "energy.background.status", "guessed"});
}

}  // namespace
}  // namespace scnnsim
