// SPDX-License-Identifier: Apache-2.0
// The one table of columns, against the tables, files and components that have them.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "sim/architectures/architecture.h"
#include "sim/layer/result_columns.h"
#include "sim/sweep/report/sweep_columns.h"
#include "sim/tables/column_definitions.h"
#include "sim/tables/layer_columns.h"
#include "sim/tables/layer_tables.h"
#include "sim/tables/table_rows.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

LayerResult layer(const std::string& name, std::uint64_t cycles, const std::string& architecture = "scnn") {
  LayerResult result;
  result.network = "net";
  result.layer = name;
  result.architecture = architecture;
  result.cycles = cycles;
  result.pes = 2;
  result.multipliers = 8;
  result.energy_pj = {{"iaram", 2.0}};
  return result;
}

std::vector<std::string> names_in(const Table& table) {
  std::vector<std::string> names;
  for (const TableColumn& column : table.columns) names.push_back(column.name);
  return names;
}

/// By its name, or as the ratio of a column.
bool is_defined(const std::string& column) {
  const std::size_t ratio = column.size() > 6 ? column.rfind("_ratio") : std::string::npos;
  const std::string name = ratio == column.size() - 6 ? column.substr(0, ratio) : column;
  return std::any_of(column_definitions().begin(), column_definitions().end(),
                     [&](const ColumnDefinition& one) { return one.shown.name == name; });
}

TEST(Columns, each_has_one_name_one_heading_and_a_definition) {
  std::set<std::string> names, headings;
  for (const ColumnDefinition& one : column_definitions()) {
    EXPECT_TRUE(names.insert(one.shown.name).second) << one.shown.name << " stands twice";
    EXPECT_TRUE(headings.insert(one.shown.title).second) << one.shown.title << " heads two columns";
    EXPECT_GT(one.definition.size(), 8u) << one.shown.name;
  }
}

TEST(Columns, every_column_of_every_kind_of_table_is_defined) {
  const std::vector<LabelledLayers> runs{{"a", {layer("conv1", 1), layer("conv1", 2, "dcnn")}},
                                         {"b", {layer("conv1", 3)}}};
  for (std::size_t kind = 0; kind < EnumNames<TableKind>::names.size(); ++kind)
    for (const bool is_narrow : {false, true}) {
      LayerTableOptions options;
      options.is_narrow = is_narrow;
      const Table table = make_layer_table(static_cast<TableKind>(kind), runs, options);
      for (const std::string& name : names_in(table)) EXPECT_TRUE(is_defined(name)) << name;
    }
  for (const ResultColumn& column : result_columns()) EXPECT_TRUE(is_defined(std::string(column.name)));
}

TEST(Columns, means_over_runs_are_defined_and_sort) {
  LayerTableOptions options;
  options.mean = true;
  options.columns = {"cycles"};
  options.sort_by = "cycles";
  options.largest_first = true;
  const std::vector<LabelledLayers> runs{{"a", {layer("conv1", 1), layer("conv2", 5)}},
                                         {"b", {layer("conv1", 3), layer("conv2", 7)}}};
  const Table table = make_layer_table(TableKind::cycles, runs, options);
  EXPECT_EQ(names_in(table), (std::vector<std::string>{"layer", "runs", "cycles", "cycles_spread"}));
  EXPECT_TRUE(is_defined("runs"));
  EXPECT_TRUE(is_defined("COLUMN_spread"));
  EXPECT_EQ(table.rows.at(0).cells.at(0), "conv2");
  EXPECT_EQ(table.rows.at(1).cells.at(2), 2.0);
}

TEST(Columns, the_energy_of_every_component_of_every_machine_is_defined) {
  const EnergyTable table = EnergyTable::load("16nm");
  LayerResult counted = layer("conv1", 1);
  counted.dram_activates = counted.dram_refreshes = counted.dram_moved_bytes = counted.dram_written_bytes = 1;
  for (const DramModel memory : {DramModel::pipe, DramModel::banked}) {
    MachineConfig config;
    config.dram.model = memory;
    for (const Architecture& one : architectures())
      for (const auto& [component, pj] : one.energy(counted, table, config))
        EXPECT_TRUE(is_defined(component + "_pj")) << component << " of " << one.name;
  }
}

TEST(Columns, costs_and_short_names_are_those_of_columns) {
  std::size_t costs = 0;
  for (const ColumnDefinition& one : column_definitions()) costs += is_cost(one.shown.name);
  EXPECT_EQ(costs, 12u);
  EXPECT_FALSE(is_cost("multiplies"));
  for (const char* name : {"area", "energy", "point", "time", "utilization"})
    EXPECT_TRUE(is_defined(whole_column_name(name))) << name;
  EXPECT_EQ(whole_column_name("cycles"), "cycles");
}

TEST(Columns, the_glossary_has_a_line_per_column) {
  const Table glossary = column_glossary();
  EXPECT_EQ(glossary.rows.size(), column_definitions().size());
  const std::string text = column_glossary_text();
  EXPECT_NE(text.find("multiplier_utilization  \"mult. util.\" [fraction]\n"), std::string::npos) << text;
  EXPECT_NE(text.find("    = multiplies / (cycles x multipliers)\n"), std::string::npos) << text;
}

TEST(Columns, figures_of_any_kind_stand_in_one_table) {
  const std::vector<LabelledLayers> runs{{"a", {layer("conv1", 10)}}};
  LayerTableOptions options;
  options.columns = {"cycles", "energy", "memory_references", "share_idle"};
  const Table table = make_layer_table(TableKind::stalls, runs, options);
  EXPECT_EQ(names_in(table),
            (std::vector<std::string>{"layer", "cycles", "energy_pj", "memory_references", "share_idle"}));
  EXPECT_EQ(table.caption, "Figures per layer; energies by a table that the results do not name");
}

TEST(Columns, a_run_and_a_sweep_call_a_column_the_same) {
  for (const char* name : {"energy", "cycles", "seconds", "utilization"}) {
    const std::vector<LabelledLayers> runs{{"a", {layer("conv1", 10)}}};
    LayerTableOptions options;
    options.columns = {name};
    const TableColumn of_run = make_layer_table(TableKind::cycles, runs, options).columns.back();
    const TableColumn of_sweep = sweep_figures({name}, "--columns").front().shown;
    EXPECT_EQ(of_run.name, of_sweep.name);
    EXPECT_EQ(of_run.title, of_sweep.title);
    EXPECT_EQ(of_run.unit, of_sweep.unit);
  }
}

const std::vector<LabelledLayers> several{{"a", {layer("conv1", 10), layer("conv2", 30), layer("conv3", 20)}},
                                          {"b", {layer("conv1", 5)}}};

std::vector<std::string> layers_in(const Table& table) {
  std::vector<std::string> names;
  for (const TableRow& row : table.rows) names.push_back(row.cells.at(1).get<std::string>());
  return names;
}

TEST(TableRows, are_sorted_between_totals) {
  LayerTableOptions options;
  options.sort_by = "cycles";
  using Names = std::vector<std::string>;
  EXPECT_EQ(layers_in(make_layer_table(TableKind::cycles, several, options)),
            (Names{"conv1", "conv3", "conv2", "total", "conv1", "total"}));
  options.largest_first = true;
  EXPECT_EQ(layers_in(make_layer_table(TableKind::cycles, several, options)),
            (Names{"conv2", "conv3", "conv1", "total", "conv1", "total"}));
  options.sort_by = "kc_";
  testing::expect_user_error([&] { make_layer_table(TableKind::cycles, several, options); },
                             {"--sort: unknown column \"kc_\" (did you mean \"kc\"?)"});
}

TEST(TableRows, numbers_of_axes_sort_as_numbers_and_nothing_last) {
  Table table;
  table.columns = {{"depth", "depth", CellStyle::axis}};
  table.rows = {{{"100"}}, {{nullptr}}, {{"9"}}, {{"xor"}}};
  sort_rows(table, "depth", true);
  EXPECT_EQ(table.rows[0].cells[0], "100");
  EXPECT_EQ(table.rows[1].cells[0], "9");
  EXPECT_EQ(table.rows[2].cells[0], "xor");
  EXPECT_TRUE(table.rows[3].cells[0].is_null());
}

TEST(TableRows, totals_stand_alone_with_the_lowest_cost_marked) {
  LayerTableOptions options;
  options.totals_alone = true;
  options.columns = {"cycles", "multiplies"};
  const Table table = make_layer_table(TableKind::cycles, several, options);
  EXPECT_EQ(names_in(table), (std::vector<std::string>{"run", "cycles", "multiplies"}));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].lowest, std::vector<std::size_t>{});
  EXPECT_EQ(table.rows[1].lowest, std::vector<std::size_t>{1}) << "5 of 60 and 5; products are no cost";
}

TEST(TableRows, only_rows_of_one_network_compare) {
  std::vector<LabelledLayers> runs = several;
  runs[1].layers[0].network = "other";
  LayerTableOptions options;
  options.totals_alone = true;
  for (const TableRow& row : make_layer_table(TableKind::cycles, runs, options).rows)
    EXPECT_TRUE(row.lowest.empty());
}

}  // namespace
}  // namespace scnnsim
