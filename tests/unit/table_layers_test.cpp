// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/results/layer_tables.h"

namespace scnnsim {
namespace {

LayerResult layer(const std::string& name, const std::string& architecture = "scnn") {
  LayerResult result;
  result.network = "net";
  result.layer = name;
  result.architecture = architecture;
  result.cycles = 10;
  result.pes = 2;
  result.multipliers = 8;
  result.pe_cycles = {5, 0, 0, 0, 0, 0, 15};
  result.energy_pj = {{"dram", 2.0}};
  return result;
}

std::vector<std::string> column_names(const Table& table) {
  std::vector<std::string> names;
  for (const TableColumn& column : table.columns) names.push_back(column.name);
  return names;
}

nlohmann::ordered_json cell(const Table& table, std::size_t row, const std::string& column) {
  const auto names = column_names(table);
  const auto found = std::find(names.begin(), names.end(), column);
  EXPECT_NE(found, names.end()) << column;
  return table.rows.at(row).cells.at(static_cast<std::size_t>(found - names.begin()));
}

TEST(TableLayers, a_total_follows_the_layers) {
  const Table table = make_layer_table(TableKind::cycles, {{"a", {layer("conv1"), layer("conv2")}}});
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(cell(table, 0, "layer"), "conv1");
  EXPECT_EQ(cell(table, 2, "layer"), "total");
  EXPECT_EQ(cell(table, 2, "cycles"), 20);
  EXPECT_TRUE(cell(table, 2, "kc").is_null());
  EXPECT_TRUE(table.rows[2].is_total);
}

TEST(TableLayers, shares_of_the_pe_cycles_add_up) {
  const Table table = make_layer_table(TableKind::stalls, {{"a", {layer("conv1")}}});
  EXPECT_EQ(cell(table, 0, "share_issue"), 0.75);
  EXPECT_EQ(cell(table, 0, "share_idle"), 0.25);
  EXPECT_EQ(cell(table, 0, "share_barrier"), 0.0);
}

TEST(TableLayers, energy_has_a_column_per_component_and_a_total) {
  LayerResult other = layer("conv2");
  other.energy_pj = {{"ppu", 1.0}};
  const Table table = make_layer_table(TableKind::energy, {{"a", {layer("conv1"), other}}});
  EXPECT_EQ(column_names(table), (std::vector<std::string>{"layer", "dram_pj", "ppu_pj", "energy_pj"}));
  EXPECT_TRUE(cell(table, 0, "ppu_pj").is_null());
  EXPECT_EQ(cell(table, 2, "energy_pj"), 3.0);
}

TEST(TableLayers, runs_and_architectures_are_named_only_when_they_differ) {
  const Table one = make_layer_table(TableKind::stalls, {{"a", {layer("conv1")}}});
  EXPECT_EQ(column_names(one).front(), "layer");
  const Table several = make_layer_table(
      TableKind::stalls, {{"a", {layer("conv1"), layer("conv1", "dcnn")}}, {"b", {layer("conv1")}}});
  EXPECT_EQ(several.rows.size(), 6u);
  EXPECT_EQ(cell(several, 0, "run"), "a");
  EXPECT_EQ(cell(several, 3, "layer"), "total");
  EXPECT_EQ(cell(several, 3, "architecture"), "dcnn");
  EXPECT_EQ(cell(several, 4, "run"), "b");
}

}  // namespace
}  // namespace scnnsim
