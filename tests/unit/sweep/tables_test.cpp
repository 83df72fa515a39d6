// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>

#include "sim/plot/plots.h"
#include "sim/sweep/report/point_axes.h"
#include "sim/sweep/report/sweep_tables.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

const std::vector<std::string> axes{"fifo.depth", "banks"};

SweepPoint point(std::uint64_t number, const std::string& depth, const std::string& banks,
                 std::uint64_t cycles, double energy) {
  SweepPoint made;
  made.number = number;
  made.axes = {{"fifo.depth", depth}, {"banks", banks}};
  made.network = "net";
  made.architecture = "scnn";
  made.area_mm2 = 2;
  made.status = PointStatus::done;
  made.total.emplace();
  made.total->cycles = cycles;
  made.total->energy_pj = {{"dram", energy}};
  return made;
}

std::vector<SweepPoint> four_results() {
  std::vector<SweepPoint> points{point(1, "2", "16", 100, 5), point(2, "2", "32", 90, 6),
                                 point(3, "4", "16", 50, 7), point(4, "4", "32", 60, 8)};
  points[3].status = PointStatus::failed;
  points[3].reason = "timed out\nmore";
  points[3].total.reset();
  return points;
}

nlohmann::ordered_json cell(const Table& table, std::size_t row, const std::string& column) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == column) return table.rows.at(row).cells.at(i);
  ADD_FAILURE() << "no column " << column;
  return {};
}

TEST(SweepTables, a_row_per_point_has_axes_figures_and_status) {
  const Table table = sweep_table(four_results(), axes, {});
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(cell(table, 2, "number"), 3);
  EXPECT_EQ(cell(table, 2, "fifo.depth"), "4");
  EXPECT_EQ(cell(table, 2, "cycles"), 50);
  EXPECT_EQ(cell(table, 2, "area_mm2"), 2.0);
  EXPECT_EQ(cell(table, 2, "status"), "done");
  EXPECT_TRUE(cell(table, 3, "cycles").is_null());
  EXPECT_EQ(cell(table, 3, "reason"), "timed out");
}

TEST(SweepTables, json_has_numbers_where_an_axis_does) {
  std::vector<SweepPoint> points = four_results();
  points[0].axes[1].second = "xor";
  points[1].axes[1].second = "0.5";
  const auto json = nlohmann::ordered_json::parse(render(sweep_table(points, axes, {}), TableFormat::json));
  EXPECT_EQ(json["rows"][2]["fifo.depth"], 4);
  EXPECT_EQ(json["rows"][0]["banks"], "xor");
  EXPECT_EQ(json["rows"][1]["banks"], 0.5);
}

TEST(SweepTables, heads_are_the_shortest_names_that_tell_axes_apart) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(axis_titles({"pe_array.rows", "seed"}), (Names{"rows", "seed"}));
  EXPECT_EQ(axis_titles({"weight_fifo.entries", "accumulator.entries", "network"}),
            (Names{"weight_fifo.entries", "accumulator.entries", "network"}));
  EXPECT_EQ(axis_titles({"density", "a.density", "a.b.c", "x.b.c"}),
            (Names{"density", "a.density", "a.b.c", "x.b.c"}));
  EXPECT_EQ(axis_titles({"a.x.c", "b.y.c"}), (Names{"x.c", "y.c"}));
}

TEST(SweepTables, ratios_to_an_axis_value_compare_points_that_differ_in_it_only) {
  const Table table = sweep_table(four_results(), axes, {"banks=16", {"cycles"}});
  EXPECT_EQ(cell(table, 0, "cycles_ratio"), 1.0);
  EXPECT_EQ(cell(table, 1, "cycles_ratio"), 0.9);
  EXPECT_EQ(cell(table, 2, "cycles_ratio"), 1.0);
  EXPECT_TRUE(cell(table, 3, "cycles_ratio").is_null());
}

TEST(SweepTables, ratios_to_a_point_compare_all) {
  const Table table = sweep_table(four_results(), axes, {"1", {"energy"}});
  EXPECT_EQ(cell(table, 1, "energy_pj_ratio"), 1.2);
  EXPECT_EQ(cell(table, 2, "energy_pj_ratio"), 1.4);
}

TEST(SweepTables, pareto_keeps_what_is_not_dominated_within_a_network) {
  std::vector<SweepPoint> points = four_results();
  points.push_back(point(5, "8", "16", 95, 7));
  points.push_back(point(6, "8", "32", 95, 7));
  points.back().network = "other";
  const Table table = pareto_table(points, axes, {});
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(cell(table, 2, "number"), 3);
  EXPECT_EQ(cell(table, 3, "number"), 6);
}

/// Rows and columns change together, the seed on its own.
std::vector<SweepPoint> tied_points() {
  std::vector<SweepPoint> points;
  for (std::uint64_t i = 0; i < 6; ++i) {
    SweepPoint one = point(i + 1, "", "", 100 - 10 * i, 1);
    const std::string rows = std::to_string(2 << i / 2);
    one.axes = {{"rows", rows}, {"columns", "c" + rows}, {"seed", std::to_string(i % 2)}};
    points.push_back(one);
  }
  return points;
}

const std::vector<std::string> tied_names{"rows", "columns", "seed"};

TEST(SweepTables, axes_that_change_with_another_are_tied_to_it) {
  EXPECT_EQ(tied_axes(tied_points(), tied_names, "rows"), (std::vector<std::string>{"columns"}));
  EXPECT_EQ(tied_axes(tied_points(), tied_names, "seed"), (std::vector<std::string>{}));
  std::vector<SweepPoint> points = tied_points();
  points[1].axes.erase(points[1].axes.begin() + 1);
  EXPECT_EQ(tied_axes(points, tied_names, "rows"), (std::vector<std::string>{}));
}

TEST(SweepTables, a_baseline_need_not_agree_in_axes_that_change_with_the_chosen_one) {
  const Table table = sweep_table(tied_points(), tied_names, {"rows=2", {"cycles"}});
  EXPECT_EQ(cell(table, 4, "cycles_ratio"), 60.0 / 100);
  EXPECT_EQ(cell(table, 5, "cycles_ratio"), 50.0 / 90);
}

TEST(SweepTables, a_baseline_that_nothing_can_be_compared_with_is_refused) {
  std::vector<SweepPoint> points = tied_points();
  for (std::size_t i = 0; i < points.size(); ++i) points[i].axes[2].second = std::to_string(i / 3);
  points = {points[0], points[2], points[4]};  // the seed follows the rows, not the other way round
  expect_user_error(
      [&] {
        sweep_table(points, tied_names, {"seed=0", {}});
      },
      {"--baseline: got \"seed=0\"", "in more than seed", "--baseline 1"});
  EXPECT_NO_THROW(sweep_table({points[0]}, tied_names, {"seed=0", {}}));
}

TEST(SweepTables, each_workload_has_a_front_and_lowest_costs_of_its_own) {
  std::vector<SweepPoint> points{point(1, "2", "16", 100, 5), point(2, "4", "16", 90, 6),
                                 point(3, "2", "32", 10, 1), point(4, "4", "32", 9, 2)};
  for (SweepPoint& one : points) one.axes[1].first = "trace";
  const std::vector<std::string> names{"fifo.depth", "trace"};
  EXPECT_EQ(workload_axes(points, names), std::vector<std::string>{"trace"});
  const Table front = pareto_table(points, names, {{}, {"cycles", "energy"}});
  EXPECT_EQ(front.rows.size(), 4u);
  EXPECT_EQ(
      front.caption,
      "4 of 4 points not dominated in cycles, energy (less is better); a front for each trace; energies by a "
      "table that the results do not name");
  const Table all = sweep_table(points, names, {{}, {"cycles"}});
  EXPECT_TRUE(all.rows[0].lowest.empty());
  EXPECT_EQ(all.rows[1].lowest.size(), 1u);
  EXPECT_EQ(all.rows[3].lowest.size(), 1u);
  const Plot plot = pareto_plot(points, names, {"cycles", "energy"});
  EXPECT_NE(plot.script.find("title \"trace = 16: not dominated\""), std::string::npos) << plot.script;
  EXPECT_NE(plot.script.find("title \"trace = 32: not dominated\""), std::string::npos) << plot.script;
}

TEST(SweepTables, points_sort_by_any_column) {
  SweepTableOptions options{{}, {"cycles"}, "cycles"};
  const Table table = sweep_table(four_results(), axes, options);
  EXPECT_EQ(cell(table, 0, "number"), 3);
  EXPECT_EQ(cell(table, 1, "number"), 2);
  EXPECT_EQ(cell(table, 3, "number"), 4) << "a point without cycles is last";
}

TEST(SweepTables, mistakes_are_named) {
  const auto table_with = [](const SweepTableOptions& options) {
    sweep_table(four_results(), axes, options);
  };
  expect_user_error([&] { table_with({{}, {"cycels"}}); }, {"--columns", "did you mean \"cycles\""});
  expect_user_error([&] { table_with({"bank=16", {}}); }, {"--baseline", "did you mean \"banks\""});
  expect_user_error([&] { table_with({"banks=64", {}}); }, {"--baseline", "no such point is done"});
  expect_user_error([&] { table_with({"4", {}}); }, {"--baseline", "no such point is done"});
  expect_user_error([&] { table_with({"9", {}}); }, {"--baseline", "got 9"});
  expect_user_error([] { pareto_table(four_results(), axes, {{}, {"cycles"}}); }, {"at least two"});
  expect_user_error(
      [] {
        pareto_table(four_results(), axes, {{}, {"cycles", "utilization"}});
      },
      {"--columns: more of multiplier_utilization is better"});
  expect_user_error([] { pareto_table({four_results()[3]}, axes, {}); }, {"no point of the sweep is done"});
}

TEST(SweepTables, points_are_selected_by_axis_and_status) {
  EXPECT_EQ(select_points(four_results(), axes, {"banks=16"}).size(), 2u);
  EXPECT_EQ(select_points(four_results(), axes, {"banks=16", "fifo.depth=4"}).at(0).number, 3u);
  EXPECT_EQ(select_points(four_results(), axes, {"status=failed"}).at(0).number, 4u);
  expect_user_error([] { select_points(four_results(), axes, {"banks=8"}); },
                    {"no point has banks=8", "values: 16, 32"});
  expect_user_error([] { select_points(four_results(), axes, {"banks"}); }, {"expected AXIS=VALUE"});
  expect_user_error([] { select_points(four_results(), axes, {"fifo=8"}); }, {"unknown axis \"fifo\""});
}

TEST(SweepPlots, a_line_per_combination_of_the_other_axes) {
  const Plot plot = sweep_plot(four_results(), axes, {}, "cycles");
  EXPECT_EQ(plot.data, "fifo.depth,cycles,line\n2,100,banks = 16\n4,50,banks = 16\n2,90,banks = 32\n");
  EXPECT_NE(plot.script.find("set ylabel \"cycles\""), std::string::npos) << plot.script;
  expect_user_error([] { sweep_plot(four_results(), axes, "bank", "cycles"); }, {"did you mean \"banks\""});
  expect_user_error([] { sweep_plot({point(1, "2", "16", 1, 1)}, axes, {}, "cycles"); }, {"no line to draw"});
}

TEST(SweepPlots, axes_that_change_with_x_make_no_lines) {
  const Plot plot = sweep_plot(tied_points(), tied_names, "columns", "cycles");
  EXPECT_EQ(plot.data,
            "columns,cycles,line\n0,100,seed = 0\n1,80,seed = 0\n2,60,seed = 0\n"
            "0,90,seed = 1\n1,70,seed = 1\n2,50,seed = 1\n");
}

TEST(SweepPlots, the_legend_tells_axes_with_the_same_last_word_apart) {
  std::vector<SweepPoint> points = four_results();
  for (SweepPoint& one : points) {
    one.axes[0].first = "weight_fifo.entries";
    one.axes[1] = {"accumulator.entries", one.axes[1].second == "16" ? "few" : "many"};
  }
  const Plot plot = sweep_plot(points, {"weight_fifo.entries", "accumulator.entries"}, {}, "cycles");
  EXPECT_NE(plot.script.find("title \"accumulator.entries = few\""), std::string::npos) << plot.script;
}

TEST(SweepPlots, the_x_axis_has_the_unit_of_its_key) {
  std::vector<SweepPoint> points = four_results();
  for (SweepPoint& one : points) one.axes[0].first = "dram.bandwidth";
  const Plot plot = sweep_plot(points, {"dram.bandwidth", "banks"}, {}, "cycles");
  EXPECT_NE(plot.script.find("set xlabel \"dram.bandwidth [GB/s]\""), std::string::npos) << plot.script;
}

TEST(SweepPlots, a_unit_that_only_repeats_the_key_is_left_out) {
  std::vector<SweepPoint> points = four_results();
  for (SweepPoint& one : points) one.axes[0].first = "accumulator.banks";
  const Plot plot = sweep_plot(points, {"accumulator.banks", "banks"}, {}, "cycles");
  EXPECT_NE(plot.script.find("set xlabel \"accumulator.banks\""), std::string::npos) << plot.script;
}

TEST(SweepPlots, small_differences_are_seen_and_the_axis_says_that_it_is_not_from_zero) {
  const std::vector<SweepPoint> points{point(1, "2", "16", 100, 5), point(2, "4", "16", 96, 6)};
  const Plot plot = sweep_plot(points, axes, {}, "cycles");
  EXPECT_NE(plot.script.find("set ylabel \"cycles, not from 0\""), std::string::npos) << plot.script;
  EXPECT_EQ(plot.script.find("set yrange"), std::string::npos) << plot.script;
  const Plot zero = sweep_plot(four_results(), axes, {}, "cycles");
  EXPECT_NE(zero.script.find("set yrange [0:*]"), std::string::npos) << zero.script;
}

TEST(SweepPlots, a_logarithmic_axis_is_announced) {
  std::vector<SweepPoint> points = four_results();
  points[3] = point(4, "64", "32", 60, 8);
  const Plot plot = sweep_plot(points, axes, {}, "cycles");
  EXPECT_NE(plot.script.find("set xlabel \"fifo.depth, logarithmic scale\""), std::string::npos)
      << plot.script;
  EXPECT_NE(plot.script.find("set logscale x"), std::string::npos) << plot.script;
  EXPECT_EQ(sweep_plot(four_results(), axes, {}, "cycles").script.find("logarithmic"), std::string::npos);
}

TEST(SweepPlots, categories_are_not_joined) {
  std::vector<SweepPoint> points = four_results();
  for (std::size_t i = 0; i < points.size(); ++i) points[i].axes[0].second = i < 2 ? "linear" : "xor";
  EXPECT_EQ(sweep_plot(points, axes, "fifo.depth", "cycles").script.find("linespoints"), std::string::npos);
  EXPECT_NE(sweep_plot(points, axes, "banks", "cycles").script.find("linespoints"), std::string::npos);
}

TEST(SweepPlots, axes_of_the_front_do_not_begin_below_zero) {
  const std::vector<SweepPoint> points{point(1, "2", "16", 100, 1), point(2, "4", "16", 2, 50)};
  const Plot plot = pareto_plot(points, axes, {"cycles", "energy"});
  for (const char* range : {"set xrange [0:", "set yrange [0:"})
    EXPECT_NE(plot.script.find(range), std::string::npos) << plot.script;
}

TEST(SweepPlots, numbers_along_the_front_do_not_run_into_each_other) {
  // 1 and 2 are 1 % of the figure apart, and the third is far from both.
  const std::vector<SweepPoint> points{point(1, "2", "16", 200, 500), point(2, "2", "32", 199, 501),
                                       point(3, "4", "16", 100, 600)};
  const Plot plot = pareto_plot(points, axes, {"cycles", "energy"});
  static const std::regex label("set label \"([0-9])\" at screen ([0-9.]+), screen ([0-9.]+)");
  struct Place {
    double x, y;
  };
  std::map<std::string, Place> places;
  for (std::sregex_iterator at(plot.script.begin(), plot.script.end(), label), end; at != end; ++at)
    places[(*at)[1]] = {std::stod((*at)[2]), std::stod((*at)[3])};
  ASSERT_EQ(places.count("3"), 1u) << plot.script;
  ASSERT_EQ(places.size(), 3u) << plot.script;
  const Place &one = places["1"], &two = places["2"];
  EXPECT_TRUE(std::abs(one.x - two.x) > 0.008 || std::abs(one.y - two.y) > 0.02) << plot.script;
}

TEST(SweepPlots, the_front_follows_all_points) {
  const Plot plot = pareto_plot(four_results(), axes, {"cycles", "energy"});
  EXPECT_EQ(plot.data,
            "point,x,y\n"
            "1,100,5\n2,90,6\n3,50,7\n"
            "3,50,7\n2,90,6\n1,100,5\n")
      << "all points, and the front";
  expect_user_error([] { pareto_plot(four_results(), axes, {"cycles"}); }, {"expected two"});
}

}  // namespace
}  // namespace scnnsim
