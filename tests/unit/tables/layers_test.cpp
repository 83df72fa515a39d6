// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/tables/layer_tables.h"
#include "tests/unit/traces/test_support.h"

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

LayerResult timed(const std::string& name, std::uint64_t cycles, const std::string& architecture = "scnn") {
  LayerResult result = layer(name, architecture);
  result.cycles = cycles;
  return result;
}

TEST(TableLayers, storage_compares_stored_weights_with_dense_ones) {
  LayerResult one = layer("conv1"), two = layer("conv2");
  one.stored_weight_bytes = 30;
  one.dense_weight_bytes = 100;
  one.dram_weight_bytes = 60;
  one.temporal_tiles = 2;
  two.stored_weight_bytes = 20;
  two.dense_weight_bytes = 100;
  const Table table = make_layer_table(TableKind::storage, {{"a", {one, two}}});
  EXPECT_EQ(cell(table, 0, "stored_per_dense"), 0.3);
  EXPECT_EQ(cell(table, 2, "stored_weight_bytes"), 50);
  EXPECT_EQ(cell(table, 2, "stored_per_dense"), 0.25);
}

TEST(TableLayers, ratios_to_a_run_compare_the_same_layer_and_architecture) {
  const std::vector<LabelledLayers> runs{{"a", {timed("conv1", 10), timed("conv1", 40, "dcnn")}},
                                         {"b", {timed("conv1", 5), timed("conv2", 5)}}};
  const Table table = make_layer_table(TableKind::cycles, runs, {"a"});
  EXPECT_EQ(cell(table, 0, "cycles_ratio"), 1.0);
  EXPECT_EQ(cell(table, 2, "cycles_ratio"), 1.0);
  EXPECT_NE(table.caption.find("; ratios to scnn of a, dcnn of a"), std::string::npos) << table.caption;
  EXPECT_EQ(cell(table, 4, "layer"), "conv1");
  EXPECT_EQ(cell(table, 4, "cycles_ratio"), 0.5);
  EXPECT_TRUE(cell(table, 5, "cycles_ratio").is_null());  // conv2 is not in a
  EXPECT_TRUE(cell(table, 6, "cycles_ratio").is_null());  // nor is a total of as many layers
}

TEST(TableLayers, ratios_to_an_architecture_stay_within_the_run_that_has_it) {
  const std::vector<LabelledLayers> runs{{"a", {timed("conv1", 10), timed("conv1", 40, "dcnn")}},
                                         {"b", {timed("conv1", 5)}}};
  const Table table = make_layer_table(TableKind::cycles, runs, {"dcnn"});
  EXPECT_EQ(cell(table, 0, "cycles_ratio"), 0.25);
  EXPECT_EQ(cell(table, 4, "cycles_ratio"), 0.125);
  EXPECT_NE(table.caption.find("; ratios to dcnn of a"), std::string::npos) << table.caption;
}

TEST(TableLayers, layers_of_other_networks_have_no_ratio) {
  LayerResult other = timed("conv1", 5);
  other.network = "other";
  const Table table =
      make_layer_table(TableKind::cycles, {{"a", {timed("conv1", 10)}}, {"b", {other}}}, {"a"});
  EXPECT_TRUE(cell(table, 2, "cycles_ratio").is_null());
}

TEST(TableLayers, side_by_side_has_a_row_per_layer) {
  const Table table = make_layer_table(
      TableKind::cycles,
      {{"a", {timed("conv1", 10), timed("conv2", 20)}}, {"b", {timed("conv2", 5), timed("conv3", 7)}}},
      {"a", {"cycles"}, true});
  EXPECT_EQ(column_names(table),
            (std::vector<std::string>{"layer", "a.cycles", "a.cycles_ratio", "b.cycles", "b.cycles_ratio"}));
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(cell(table, 0, "layer"), "conv1");
  EXPECT_TRUE(cell(table, 0, "b.cycles").is_null());
  EXPECT_EQ(cell(table, 1, "b.cycles_ratio"), 0.25);
  EXPECT_EQ(cell(table, 2, "layer"), "conv3");
  EXPECT_EQ(cell(table, 3, "layer"), "total");
  EXPECT_EQ(cell(table, 3, "b.cycles"), 12);
}

TEST(TableLayers, unknown_columns_and_baselines_are_refused) {
  const std::vector<LabelledLayers> runs{{"results", {layer("conv1")}}};
  testing::expect_user_error([&] { make_layer_table(TableKind::cycles, runs, {"result"}); },
                             {"--baseline", "did you mean \"results\"", "scnn"});
  testing::expect_user_error(
      [&] {
        make_layer_table(TableKind::cycles, runs, {{}, {"cycls"}});
      },
      {"--columns", "did you mean \"cycles\""});
}

TEST(TableLayers, means_over_runs_have_a_spread) {
  LayerResult slow = layer("conv1");
  slow.cycles = 25;
  LayerTableOptions options;
  options.mean = true;
  options.columns = {"cycles"};
  const Table table =
      make_layer_table(TableKind::cycles,
                       {{"cat", {layer("conv1"), layer("conv2")}}, {"dog", {slow, layer("conv2")}}}, options);
  EXPECT_EQ(column_names(table), (std::vector<std::string>{"layer", "runs", "cycles", "cycles_spread"}));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(cell(table, 0, "cycles"), 17.5);
  EXPECT_EQ(cell(table, 0, "cycles_spread"), 15.0);
  EXPECT_EQ(cell(table, 1, "cycles_spread"), 0.0);
  EXPECT_EQ(cell(table, 2, "cycles"), 27.5);  // of the totals, 20 and 35
  EXPECT_EQ(cell(table, 2, "runs"), 2);
  EXPECT_TRUE(table.rows[2].is_total);
}

TEST(TableLayers, means_keep_architectures_apart_and_layers_that_a_run_lacks) {
  LayerTableOptions options;
  options.mean = true;
  options.columns = {"cycles"};
  const Table table = make_layer_table(
      TableKind::cycles, {{"cat", {layer("conv1"), layer("conv1", "dcnn")}}, {"dog", {layer("conv2")}}},
      options);
  ASSERT_EQ(table.rows.size(), 5u);
  for (std::size_t row = 0; row < 5; ++row)
    EXPECT_EQ(cell(table, row, "runs"), row == 1 ? 2 : 1) << row;  // row 1: the total on scnn
}

TEST(TableLayers, a_text_stays_where_all_runs_agree_on_it) {
  LayerResult wrong = layer("conv1");
  wrong.verified = Verified::no;
  LayerTableOptions options;
  options.mean = true;
  options.columns = {"verified"};
  const Table same =
      make_layer_table(TableKind::accesses, {{"cat", {layer("conv1")}}, {"dog", {layer("conv1")}}}, options);
  EXPECT_EQ(cell(same, 0, "verified"), to_string(layer("conv1").verified));
  const Table mixed =
      make_layer_table(TableKind::accesses, {{"cat", {layer("conv1")}}, {"dog", {wrong}}}, options);
  EXPECT_TRUE(cell(mixed, 0, "verified").is_null());
}

}  // namespace
}  // namespace scnnsim
