// SPDX-License-Identifier: Apache-2.0
// The name of the energy table goes with the energies: results, files, captions, plots and sweeps have it
// from their source.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "sim/architectures/architecture.h"
#include "sim/plot/plots.h"
#include "sim/results/results_files.h"
#include "sim/sweep/report/sweep_export.h"
#include "sim/sweep/report/sweep_tables.h"
#include "sim/sweep/store/store_writer.h"
#include "sim/tables/layer_columns.h"
#include "tests/unit/sweep/test_support.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

using testing::ScratchFolder;

const std::string of_16nm = "16nm (fitted to SCNN's energy ratios)";
const std::string of_own = "16nm (own table, fitted to SCNN's energy ratios)";

/// The table 16nm as a user's file has it: the same name, the same values.
EnergyTable own_16nm(const ScratchFolder& folder) {
  const std::filesystem::path file = folder.path() / "own.yaml";
  write_file(file, EnergyTable::load("16nm").text);
  return EnergyTable::load(file.string());
}

LayerResult result_by(const EnergyTable& table, const std::string& architecture = "scnn") {
  LayerResult layer;
  layer.network = "net";
  layer.layer = "conv1";
  layer.cycles = 1'000;
  layer.pes = 64;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = layer.cycles * layer.pes;
  layer.multipliers = 1'024;
  layer.multiplies = 10'000;
  layer.cycle_fs = 1'000'000;
  layer = finish_result(find_architecture(architecture, "test"), MachineConfig{}, table, layer);
  layer.network = "net";
  return layer;
}

bool shows_column(const Table& table, const std::string& name) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const TableColumn& column) { return column.name == name; });
}

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(TableNames, an_own_table_is_not_taken_for_the_shipped_one_of_its_name) {
  const ScratchFolder folder;
  EXPECT_EQ(result_by(EnergyTable::load("16nm")).energy_table, of_16nm);
  const LayerResult own = result_by(own_16nm(folder));
  EXPECT_EQ(own.energy_table, of_own);
  EXPECT_EQ(own.total_energy_pj(), own.energy_16nm_pj->value) << "its values do not tell them apart";
  LayerTableOptions options;
  options.is_narrow = true;
  const Table table = make_layer_table(TableKind::accesses, {{"run", {own}}}, options);
  EXPECT_TRUE(shows_column(table, "energy_pj"));
  EXPECT_NE(table.caption.find("; energies by table " + of_own), std::string::npos) << table.caption;
}

TEST(TableNames, results_json_names_the_table_once_and_layers_csv_does_not) {
  const ScratchFolder folder;
  for (const bool is_own : {false, true}) {
    RunResults results;
    results.network = "net";
    results.architectures = {"scnn"};
    results.energy_table = is_own ? own_16nm(folder) : EnergyTable::load("16nm");
    if (is_own) results.config.energy.table = energy_file_name;
    results.layers = {result_by(results.energy_table)};
    const std::string text = results_json(results);
    write_file(folder.path() / "results.json", text);
    EXPECT_EQ(read_results(folder.path()).layers.front().energy_table, is_own ? of_own : of_16nm);
    EXPECT_EQ(text.find(of_own) != std::string::npos, is_own);
    EXPECT_EQ(layers_csv(results.layers).find("energy_table"), std::string::npos);

    // Versions that wrote no label.
    nlohmann::ordered_json older = nlohmann::ordered_json::parse(text);
    older.at("energy_table").erase("label");
    write_file(folder.path() / "results.json", older.dump());
    EXPECT_EQ(read_results(folder.path()).layers.front().energy_table, is_own ? "16nm (own table)" : of_16nm);
  }
}

/// Two points of a sweep, by tables of these labels.
std::vector<SweepPoint> points_by(const std::optional<std::string>& first,
                                  const std::optional<std::string>& second) {
  std::vector<SweepPoint> points(2);
  for (std::size_t i = 0; i < 2; ++i) {
    SweepPoint& point = points[i];
    point.number = i + 1;
    point.key = std::to_string(i);
    point.axes = {{"pe_array.rows", std::to_string(4 * (i + 1))}};
    point.network = "net";
    point.architecture = "scnn";
    point.area_mm2 = 2;
    point.status = PointStatus::done;
    point.total = result_by(EnergyTable::load("16nm"));
    point.total->energy_table = i == 0 ? first : second;
    point.total->cycles = 100 - i;
  }
  return points;
}

TEST(TableNames, captions_of_sweep_tables_say_it) {
  const std::vector<std::string> axes{"pe_array.rows"};
  const std::vector<SweepPoint> same = points_by(of_16nm, of_16nm),
                                mixed = points_by(of_16nm, "45nm (nothing fitted)"),
                                old = points_by(std::nullopt, std::nullopt);
  const auto caption = [&](const std::vector<SweepPoint>& points) {
    return sweep_table(points, axes, {}).caption;
  };
  EXPECT_EQ(caption(same), "2 points of a sweep; energies by table " + of_16nm);
  EXPECT_EQ(caption(mixed),
            "2 points of a sweep; energies by table " + of_16nm + " and table 45nm (nothing fitted)");
  EXPECT_EQ(caption(old), "2 points of a sweep; energies by a table that the results do not name");
  EXPECT_EQ(sweep_table(same, axes, {{}, {"cycles", "energy_16nm_pj"}}).caption, "2 points of a sweep")
      << "its heading says it";
  for (const char* column : {"energy", "average_power_w", "energy_delay_js"})
    EXPECT_NE(sweep_table(same, axes, {"1", {"cycles", column}}).caption.find(of_16nm), std::string::npos)
        << column;
  EXPECT_NE(pareto_table(same, axes, {}).caption.find(of_16nm), std::string::npos);
}

TEST(TableNames, axes_of_sweep_plots_say_it) {
  const std::vector<SweepPoint> points = points_by(of_own, of_own);
  const std::string said = ", table 16nm (own table, fitted to SCNN";
  EXPECT_NE(sweep_plot(points, {"pe_array.rows"}, {}, "energy_pj").script.find(said), std::string::npos);
  EXPECT_EQ(sweep_plot(points, {"pe_array.rows"}, {}, "cycles").script.find(said), std::string::npos);
  EXPECT_NE(pareto_plot(points, {"pe_array.rows"}, {"energy_delay_js", "cycles"}).script.find(said),
            std::string::npos);
}

TEST(TableNames, a_sweeps_store_and_its_files_keep_it) {
  const ScratchFolder folder;
  const std::filesystem::path place = folder.path() / "sweep";
  {
    std::filesystem::create_directory(place);
    StoreWriter writer(place);
    StoredPlan plan;
    plan.points = points_by(of_own, of_own);
    plan.points.resize(1);
    plan.axis_names = {"pe_array.rows"};
    plan.points_in_all = 1;
    writer.set_plan(plan);
    writer.record("0", {PointStatus::done, "", {result_by(own_16nm(folder))}, 1}, 1);
  }
  const SweepStore store = SweepStore::open_read(place);
  for (const EnergyDetail detail : {EnergyDetail::total, EnergyDetail::components})
    EXPECT_EQ(store.points(detail).front().total->energy_table, of_own);
  EXPECT_EQ(store.layers("0").front().energy_table, of_own);
  export_sweep(store, place);
  for (const char* file : {"points.csv", "layers.csv"}) {
    const std::string text = text_of(place / file);
    EXPECT_NE(text.find(",energy_table\n"), std::string::npos) << text;
    EXPECT_NE(text.find(",\"" + of_own + "\"\n"), std::string::npos) << text;
  }
  EXPECT_NE(text_of(place / "sweep.json").find("\"energy_table\":\"" + of_own + "\""), std::string::npos);
}

TEST(TableNames, columns_by_the_table_are_told_from_those_that_name_theirs) {
  for (const char* name : {"energy_pj", "iaram_pj", "energy_pj_ratio", "average_power_w",
                           "energy_delay_js_ratio", "dram_read_pj", "energy_pj_spread"})
    EXPECT_TRUE(is_by_energy_table(name)) << name;
  for (const char* name : {"energy_16nm_pj", "energy_45nm_pj_ratio", "cycles", "area_mm2", "seconds"})
    EXPECT_FALSE(is_by_energy_table(name)) << name;
}

}  // namespace
}  // namespace scnnsim
