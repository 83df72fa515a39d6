// SPDX-License-Identifier: Apache-2.0
// Energies by both tables that come with the program: in results, files and tables, and what is said of a
// fit.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/architectures/architecture.h"
#include "sim/layer/layer_json.h"
#include "sim/layer/result_columns.h"
#include "sim/results/results_files.h"
#include "sim/tables/layer_tables.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

LayerResult simulated_layer(const std::string& name) {
  LayerResult layer;
  layer.network = "net";
  layer.layer = name;
  layer.cycles = 1'000;
  layer.pes = 64;
  layer.multipliers = 1'024;
  layer.multiplies = 10'000;
  layer.dense_macs = 40'000;
  layer.accumulator_updates = 9'000;
  layer.weight_fifo_reads = 5'000;
  layer.iaram_reads = 3'000;
  layer.ppu_entries = 100;
  layer.dram_weight_bytes = 500;
  layer.cycle_fs = 1'000'000;
  return layer;
}

/// An energy table of a user's own.
EnergyTable own_table() {
  EnergyTable table = EnergyTable::of_public_values();
  table.name = "mine";
  table.is_built_in = false;
  for (EnergyValue& value : table.values) value.pj *= 3;
  return table;
}

LayerResult finished(const EnergyTable& table, const std::string& architecture = "scnn",
                     const std::string& name = "conv1") {
  return finish_result(find_architecture(architecture, "test"), MachineConfig{}, table,
                       simulated_layer(name));
}

std::vector<std::string> columns_in(const Table& table) {
  std::vector<std::string> names;
  for (const TableColumn& column : table.columns) names.push_back(column.name);
  return names;
}

bool has_column(const Table& table, const std::string& name) {
  const std::vector<std::string> names = columns_in(table);
  return std::find(names.begin(), names.end(), name) != names.end();
}

Table narrow(TableKind kind, const std::vector<LayerResult>& layers) {
  LayerTableOptions options;
  options.is_narrow = true;
  return make_layer_table(kind, {{"run", layers}}, options);
}

TEST(ShippedTables, every_result_has_the_energies_of_both_whatever_its_table) {
  for (const Architecture& one : architectures()) {
    const std::string name(one.name);
    const double by_45nm = finished(EnergyTable::load("45nm"), name).total_energy_pj();
    const double by_16nm = finished(EnergyTable::load("16nm"), name).total_energy_pj();
    ASSERT_NE(by_45nm, by_16nm);
    for (const EnergyTable& table : {EnergyTable::load("45nm"), EnergyTable::load("16nm"), own_table()}) {
      const LayerResult result = finished(table, name);
      ASSERT_TRUE(result.energy_45nm_pj && result.energy_16nm_pj);
      EXPECT_EQ(result.energy_45nm_pj->value, by_45nm) << name;
      EXPECT_EQ(result.energy_16nm_pj->value, by_16nm) << name;
    }
  }
}

TEST(ShippedTables, their_labels_say_what_was_fitted) {
  EXPECT_EQ(EnergyTable::of_public_values().label(), "45nm (nothing fitted)");
  EXPECT_EQ(EnergyTable::fitted_to_scnn().label(), "16nm (fitted to SCNN's energy ratios)");
  std::string text = EnergyTable::fitted_to_scnn().text;
  const std::size_t line = text.find("fitted_to:");
  text.erase(line, text.find('\n', line) + 1 - line);
  testing::expect_user_error([&] { EnergyTable::read(YamlNode::parse(text, "mine.yaml")); },
                             {"mine.yaml", "calibrated", "fitted_to"});
}

TEST(ShippedTables, files_have_their_columns_at_the_end_and_totals) {
  const LayerResult layer = finished(EnergyTable::load("16nm"));
  const std::string header = layers_csv({layer}).substr(0, layers_csv({layer}).find('\n'));
  const std::string last = ",energy_45nm_pj,energy_16nm_pj";
  ASSERT_GT(header.size(), last.size());
  EXPECT_EQ(header.substr(header.size() - last.size()), last);
  EXPECT_EQ(layers_csv({simulated_layer("conv1")}).find("energy_45nm_pj"), std::string::npos)
      << "results of versions without the columns keep theirs";

  const LayerResult read = layer_from_json(layer_to_json(layer), "test");
  ASSERT_TRUE(read.energy_16nm_pj);
  EXPECT_EQ(read.energy_16nm_pj->value, layer.energy_16nm_pj->value);
  const LayerResult total = total_of({layer, layer});
  ASSERT_TRUE(total.energy_45nm_pj);
  EXPECT_EQ(total.energy_45nm_pj->value, 2 * layer.energy_45nm_pj->value);
  EXPECT_FALSE(total_of({layer, simulated_layer("conv2")}).energy_45nm_pj) << "a sum of what is not known";
}

TEST(ShippedTables, a_run_shows_both_and_its_own_table_besides) {
  const Table by_16nm = narrow(TableKind::accesses, {finished(EnergyTable::load("16nm"))});
  EXPECT_TRUE(has_column(by_16nm, "energy_45nm_pj") && has_column(by_16nm, "energy_16nm_pj"));
  EXPECT_FALSE(has_column(by_16nm, "energy_pj")) << "it stands there twice";
  const Table by_own = narrow(TableKind::accesses, {finished(own_table())});
  EXPECT_TRUE(has_column(by_own, "energy_45nm_pj") && has_column(by_own, "energy_16nm_pj"));
  EXPECT_TRUE(has_column(by_own, "energy_pj"));
  const Table of_old = narrow(TableKind::accesses, {simulated_layer("conv1")});
  EXPECT_TRUE(has_column(of_old, "energy_pj"));
  EXPECT_FALSE(has_column(of_old, "energy_45nm_pj"));
}

TEST(ShippedTables, ratios_of_a_fit_say_so) {
  const EnergyTable table = EnergyTable::load("16nm");
  const std::vector<LayerResult> layers{finished(table, "scnn"), finished(table, "dcnn")};
  const Table ratios = narrow(TableKind::speedup, layers);
  bool has_ratio = false;
  for (const TableColumn& column : ratios.columns) {
    if (column.name != "energy_16nm_pj_ratio") continue;
    has_ratio = true;
    EXPECT_EQ(column.title, "energy 16nm (fitted) ratio");
  }
  EXPECT_TRUE(has_ratio);
  EXPECT_TRUE(has_column(ratios, "energy_45nm_pj_ratio"));
  EXPECT_FALSE(has_column(ratios, "energy_pj_ratio"));

  LayerTableOptions options;
  options.baseline = "dcnn";
  options.columns = {"cycles", "energy"};
  const std::string said = "; energies by table 16nm (fitted to SCNN's energy ratios)";
  EXPECT_NE(make_layer_table(TableKind::cycles, {{"run", layers}}, options).caption.find(said),
            std::string::npos);
  options.columns = {"cycles"};
  EXPECT_EQ(make_layer_table(TableKind::cycles, {{"run", layers}}, options).caption.find("energies"),
            std::string::npos);
  options = {};
  options.columns = {"energy"};
  EXPECT_EQ(make_layer_table(TableKind::cycles, {{"run", {finished(own_table())}}}, options).caption,
            "Figures per layer; energies by table mine (own table, nothing fitted)");
}

}  // namespace
}  // namespace scnnsim
