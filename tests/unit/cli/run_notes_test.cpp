// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run/run_report.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace scnnsim {
namespace {

TraceLayer traced(const std::string& name, std::uint32_t height, std::uint32_t width) {
  TraceLayer layer;
  layer.description.name = name;
  layer.description.shape.C = layer.description.shape.K = 1;
  layer.description.shape.R = layer.description.shape.S = 1;
  layer.description.shape.H = height;
  layer.description.shape.W = width;
  return layer;
}

/// A layer of 1,000 cycles of 1 ns on 64 PEs.
LayerResult simulated(const std::string& name) {
  LayerResult layer;
  layer.layer = name;
  layer.cycles = 1000;
  layer.pes = 64;
  layer.multipliers = 1024;
  layer.cycle_fs = 1'000'000;
  layer.effectual_multiplies = 102'400;
  layer.energy_pj = {{"iaram", 40.0}, {"oaram", 40.0}, {"ppu", 20.0}};
  return layer;
}

RunResults results_of(const std::vector<LayerResult>& layers) {
  RunResults results;
  results.architectures = {"scnn"};
  results.layers = layers;
  return results;
}

bool has(const std::vector<std::string>& notes, const std::string& part) {
  return std::any_of(notes.begin(), notes.end(),
                     [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

TEST(RunNotes, tiles_that_were_cut_for_a_ram_are_named) {
  LayerResult cut = simulated("a"), whole = simulated("b");
  cut.temporal_tiles = 9;
  cut.tile = "12x12";
  cut.tiled_for = "oaram";
  whole.tile = "8x8";
  whole.tiled_for = "none";
  const auto notes = run_notes(results_of({cut, whole}), {traced("a", 64, 64), traced("b", 64, 64)});
  EXPECT_TRUE(
      has(notes, "a: 9 temporal tiles of 12x12 outputs: the next larger ones do not fit half an OARAM."));
  EXPECT_FALSE(has(notes, "8x8"));
}

TEST(RunNotes, layers_cut_for_the_accumulators_are_named_once) {
  std::vector<LayerResult> layers;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    layers.push_back(simulated(name));
    layers.back().temporal_tiles = name == std::string("b") ? 1 : 4;
  }
  layers.push_back(layers.front());  // on another machine
  EXPECT_TRUE(has(
      run_notes(results_of(layers), {}),
      "Cut into temporal tiles: a into 4, c into 4, d into 4 and 1 more: the next larger ones do not fit the "
      "accumulators."));
  EXPECT_FALSE(has(run_notes(results_of({layers[1]}), {}), "Cut into"));
}

TEST(RunNotes, one_line_tells_time_rates_and_power) {
  const auto notes = run_notes(results_of({simulated("a")}), {traced("a", 64, 64)});
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(
      notes[0],
      "scnn in all: time 1.000 us, 1,000,000 frames/s, effectual rate 204.80 GOP/s, effectual util. 10.0 %, "
      "DRAM rate 0.00 GB/s, power 100.0 uW, energy x delay 100.0 aJ s.");
}

TEST(RunNotes, pes_without_a_tile_are_counted_once_per_plane) {
  std::vector<TraceLayer> layers{traced("a", 4, 4), traced("b", 4, 4), traced("c", 64, 64), traced("d", 7, 8),
                                 traced("e", 6, 6)};
  const auto notes = run_notes(results_of({simulated("a")}), layers);
  EXPECT_TRUE(has(notes, "a, b: 48 of 64 PEs have no tile and are idle: the plane is 4 x 4."));
  EXPECT_TRUE(has(notes, "e: 28 of 64 PEs have no tile"));
  EXPECT_FALSE(has(notes, "c:")) << "every PE has a tile";
  EXPECT_FALSE(has(notes, "d:")) << "an eighth of the PEs is not startling";
  for (const char* name : {"f", "g"}) layers.push_back(traced(name, 4, 4));
  EXPECT_TRUE(has(run_notes(results_of({simulated("a")}), layers), "a, b, f and 1 more: 48 of 64 PEs"));
}

TEST(RunNotes, waiting_for_dram_and_a_dominant_component_are_explained) {
  LayerResult layer = simulated("a");
  layer.dram_weight_bytes = 40'000;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::weights)] = 20'000;
  layer.energy_pj["dram_weights"] = 300;
  const auto notes = run_notes(results_of({layer}), {});
  EXPECT_TRUE(has(
      notes, "scnn: PEs wait for weights or input in 31 % of the PE-cycles; DRAM delivers 40.0 of 50 GB/s"));
  EXPECT_TRUE(has(notes, "scnn: dram_weights takes 75 % of the energy"));
  EXPECT_FALSE(has(run_notes(results_of({simulated("a")}), {}), "of the energy"))
      << "no component has half of it";
}

TEST(RunNotes, what_a_fit_produced_is_said) {
  LayerResult layer = simulated("a");
  layer.energy_45nm_pj = Picojoules{500};
  layer.energy_16nm_pj = Picojoules{100};
  RunResults results = results_of({layer});
  results.energy_table = EnergyTable::load("16nm");
  const auto notes = run_notes(results, {});
  EXPECT_TRUE(has(notes, "Energies by 16nm: fitted to SCNN's published energy ratios"));
  EXPECT_TRUE(has(notes, "Energies by 45nm: public values, sourced, nothing fitted"));
  EXPECT_TRUE(has(notes, "energy x delay: table 16nm (fitted to SCNN's energy ratios)"));
  results.energy_table = EnergyTable::load("45nm");
  EXPECT_TRUE(has(run_notes(results, {}), "energy x delay: table 45nm (nothing fitted)"));
}

TEST(RunNotes, where_the_energy_of_a_banked_memory_comes_from_is_said) {
  RunResults results = results_of({simulated("a")});
  EXPECT_FALSE(has(run_notes(results, {}), "DRAM energy:"));
  results.config.dram.model = DramModel::banked;
  EXPECT_TRUE(has(run_notes(results, {}), "DRAM energy: that of the memory's commands"));
  results.config.dram.preset = "hbm2";
  EXPECT_TRUE(has(run_notes(results, {}), "DRAM energy: pJ per bit by each table"));
  results.config.dram.preset = MachineConfig{}.dram.preset;
  DramEnergyParameters::for_each(results.config.dram_energy, [](const auto&, auto& value) { value = 0.0; });
  EXPECT_TRUE(
      has(run_notes(results, {}), "no energies of commands are known: all keys of dram_energy are 0"));
}

TEST(RunNotes, keys_of_the_banked_memory_without_effect_are_named) {
  MachineConfig config;
  EXPECT_EQ(dram_keys_not_used(config), "");
  set_parameter(config, "dram_device.t_ck=700", "test");
  set_parameter(config, "dram.preset=hbm2", "test");
  EXPECT_EQ(
      dram_keys_not_used(config).find("dram.preset, dram_device.t_ck have no effect: dram.model is pipe"),
      0u);
  config.dram.model = DramModel::banked;
  EXPECT_EQ(dram_keys_not_used(config), "");
}

}  // namespace
}  // namespace scnnsim
