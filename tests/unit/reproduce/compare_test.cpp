// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "sim/reproduce/compare.h"
#include "sim/reproduce/figure_tables.h"
#include "sim/reproduce/paper_network.h"
#include "sim/reproduce/points.h"
#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim {
namespace {

PublishedRow published(Comparison comparison, double value, std::optional<double> tolerance) {
  PublishedRow row;
  row.network = "Net";
  row.item = "conv1";
  row.value = value;
  row.comparison = comparison;
  row.tolerance = tolerance;
  return row;
}

Verdict verdict(const PublishedRow& row, double simulated) {
  return compare_row("Net", "conv1", {{simulated}}, &row).verdict;
}

TEST(Compare, a_row_is_held_against_its_tolerance) {
  const PublishedRow relative = published(Comparison::relative, 200, 0.1);
  EXPECT_EQ(verdict(relative, 220), Verdict::ok);  // the bound itself
  EXPECT_EQ(verdict(relative, 220.1), Verdict::miss);
  EXPECT_EQ(verdict(relative, 179), Verdict::miss);
  const PublishedRow absolute = published(Comparison::absolute, 0.5, 0.05);
  EXPECT_EQ(verdict(absolute, 0.55), Verdict::ok);
  EXPECT_EQ(verdict(absolute, 0.44), Verdict::miss);
  EXPECT_EQ(verdict(absolute, std::nan("")), Verdict::miss);
}

TEST(Compare, a_range_has_two_ends) {
  PublishedRow row = published(Comparison::range, 1, {});
  row.range = ValueRange<double>{0.76, 1.9};
  EXPECT_EQ(verdict(row, 0.76), Verdict::ok);
  EXPECT_EQ(verdict(row, 1.9), Verdict::ok);
  EXPECT_EQ(verdict(row, 2.0), Verdict::miss);
  EXPECT_NEAR(deviation_of(2.0, row), 0.1, 1e-12);
  EXPECT_NEAR(deviation_of(0.7, row), -0.06, 1e-12);
}

TEST(Compare, without_target_nothing_is_missed) {
  EXPECT_EQ(verdict(published(Comparison::shown, 1, 0.1), 5), Verdict::shown);
  EXPECT_EQ(verdict(published(Comparison::relative, 1, {}), 5), Verdict::shown);
}

TEST(Compare, a_listed_miss_is_told_apart_also_when_it_is_met) {
  PublishedRow row = published(Comparison::relative, 100, 0.1);
  row.known_miss = {"the paper's own numbers do not close", 0.5};
  EXPECT_EQ(verdict(row, 150), Verdict::known_miss);
  EXPECT_EQ(verdict(row, 50), Verdict::known_miss);
  EXPECT_EQ(verdict(row, 101), Verdict::met_miss);
  EXPECT_EQ(verdict(row, 151), Verdict::miss) << "farther off than what is listed explains";
}

TEST(Compare, mean_and_spread_are_over_seeds) {
  const Measured measured{{1, 4, 4}};
  EXPECT_DOUBLE_EQ(measured.mean(), 3);
  EXPECT_DOUBLE_EQ(measured.spread(), 3);
}

/// Rows that deviate by +1 %, -2 %, +9 %, -4 % of 100; a row without target of its own counts, one shown does
/// not.
ComparedFigure example(const PublishedFigure& figure) {
  ComparedFigure compared{"f", "F", "", &figure, {}, {}};
  const double simulated[] = {101, 98, 109, 96, 500};
  for (std::size_t i = 0; i < figure.rows.size(); ++i)
    compared.rows.push_back(compare_row("Net", "conv1", {{simulated[i]}}, &figure.rows[i]));
  compare_aggregates(compared, {});
  return compared;
}

PublishedFigure example_figure() {
  PublishedFigure figure;
  figure.comparison = Comparison::relative;
  for (int i = 0; i < 4; ++i) figure.rows.push_back(published(Comparison::relative, 100, {}));
  figure.rows.push_back(published(Comparison::shown, 100, {}));
  figure.aggregates = {{Aggregate::median, 0.03, {}},
                       {Aggregate::mean_absolute, 0.03, {}},
                       {Aggregate::worst, 0.08, {"conv3", 0.1}}};
  return figure;
}

TEST(Compare, aggregates_by_hand) {
  const PublishedFigure figure = example_figure();
  const ComparedFigure compared = example(figure);
  ASSERT_EQ(compared.aggregates.size(), 3u);
  EXPECT_NEAR(compared.aggregates[0].reached, 0.03, 1e-12);  // (2 + 4) / 2
  EXPECT_EQ(compared.aggregates[0].verdict, Verdict::ok);
  EXPECT_NEAR(compared.aggregates[1].reached, 0.04, 1e-12);  // (1 + 2 + 9 + 4) / 4
  EXPECT_EQ(compared.aggregates[1].verdict, Verdict::miss);
  EXPECT_NEAR(compared.aggregates[2].reached, 0.09, 1e-12);
  EXPECT_EQ(compared.aggregates[2].verdict, Verdict::known_miss);
  EXPECT_TRUE(has_unlisted_miss({compared}));
  EXPECT_EQ(miss_table({compared}).rows.size(), 2u);
}

TEST(Compare, an_aggregate_is_shown_for_each_network_too) {
  PublishedFigure figure = example_figure();
  figure.aggregates = {{Aggregate::mean_absolute, 0.03, {}}};
  ComparedFigure compared = example(figure);
  EXPECT_TRUE(compared.aggregates.at(0).networks.empty());  // all rows are of one
  compared.rows[2].network = compared.rows[3].network = "Other";
  compared.aggregates.clear();
  compare_aggregates(compared, {"Other"});
  EXPECT_EQ(aggregate_reached_text(compared.aggregates.at(0), figure.comparison),
            "4.0 % (Net 1.5 %; held out: Other 6.5 %)");
  const Table table = figure_table(compared);
  EXPECT_EQ(table.rows.back().cells.at(0), "Other");
  EXPECT_EQ(table.rows.back().cells.at(1), "mean absolute deviation, held out");
}

TEST(Compare, only_an_unlisted_miss_fails) {
  PublishedFigure figure = example_figure();
  figure.aggregates[1].known_miss = {"known", 0.05};
  EXPECT_FALSE(has_unlisted_miss({example(figure)}));
}

TEST(Compare, texts) {
  const PublishedRow row = published(Comparison::relative, 200, 0.12);
  const ComparedRow compared = compare_row("Net", "conv1", {{190}}, &row);
  EXPECT_EQ(deviation_text(compared), "-5.0 %");
  EXPECT_EQ(target_text(compared), "within 12.0 %");
  EXPECT_EQ(value_text(1234567.4, "cycles"), "1,234,567");
  EXPECT_EQ(value_text(0.5, ""), "0.500");
  EXPECT_EQ(status_text(PublishedStatus::M), "as recalled, unverified");
}

std::string text_of_range(double simulated) {
  PublishedRow row = published(Comparison::range, 0.7, {});
  row.range = ValueRange<double>{0.65, 0.7};
  return deviation_text(compare_row("Net", "conv1", {{simulated}}, &row));
}

TEST(Compare, a_deviation_from_a_range_says_where_the_value_lies) {
  EXPECT_EQ(text_of_range(0.68), "inside");
  EXPECT_EQ(text_of_range(0.7), "inside");
  EXPECT_EQ(text_of_range(0.64), "0.010 below");
  EXPECT_EQ(text_of_range(0.714), "0.014 above");
}

/// Of five rows held against a range.
std::string summary_of_ranges(double last_simulated) {
  PublishedFigure figure;
  figure.comparison = Comparison::range;
  figure.rows.assign(5, published(Comparison::range, 0.7, {}));
  ComparedFigure compared{"f", "F", "", &figure, {}, {}};
  for (PublishedRow& row : figure.rows) {
    row.range = ValueRange<double>{0.65, 0.7};
    const bool is_last = &row == &figure.rows.back();
    compared.rows.push_back(compare_row("Net", "conv1", {{is_last ? last_simulated : 0.66}}, &row));
  }
  const auto cells = summary_table({compared}).rows.at(0).cells;
  return cells.at(1).get<std::string>() + ": " + cells.at(2).get<std::string>();
}

TEST(Compare, ranges_are_summed_up_as_ranges) {
  EXPECT_EQ(summary_of_ranges(0.67), "each of 5 rows inside its range: 5 of 5");
  EXPECT_EQ(summary_of_ranges(0.72), "each of 5 rows inside its range: 4 of 5, worst distance 0.020");
}

TEST(Crossover, is_interpolated_linearly) {
  // a - b: -2, -1, +3: zero a quarter of the way from 2 to 4.
  EXPECT_DOUBLE_EQ(scnn2017::crossover({1, 2, 4}, {1, 2, 8}, {3, 3, 5}), 2.5);
  // Touching at a point is a crossing there.
  EXPECT_DOUBLE_EQ(scnn2017::crossover({1, 2, 4}, {1, 3, 8}, {3, 3, 5}), 2);
}

TEST(Crossover, is_not_a_number_where_there_is_none) {
  EXPECT_TRUE(std::isnan(scnn2017::crossover({1, 2}, {1, 1}, {2, 2})));
  EXPECT_TRUE(std::isnan(scnn2017::crossover({1, 2}, {3, 1}, {2, 2})));  // the other way round
}

TEST(PaperNetwork, googlenet_is_shown_by_module) {
  const auto items = items_of("GoogLeNet", find_network("googlenet"));
  ASSERT_EQ(items.size(), 9u);
  EXPECT_EQ(items.front().item, "IC_3a");
  EXPECT_EQ(items.back().item, "IC_5b");
  for (const PaperItem& item : items) EXPECT_EQ(item.layers.size(), 6u);
  EXPECT_EQ(layers_of(items).size(), 54u);
  EXPECT_EQ(item_of_layer("conv2_1"), "conv2_1");
}

LayerResult result(std::uint64_t cycles, std::uint64_t issue, std::uint64_t multiplies,
                   std::uint64_t barrier) {
  LayerResult layer;
  layer.cycles = cycles;
  layer.multiplies = multiplies;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = issue;
  layer.pe_cycles[static_cast<std::size_t>(CycleOwner::barrier)] = barrier;
  layer.pes = 2;
  layer.multipliers = 8;
  return layer;
}

TEST(Points, a_module_is_the_sum_of_its_layers) {
  Points points;
  points.put({"s", "Net", "a", 1, "scnn"}, result(10, 15, 30, 5));
  points.put({"s", "Net", "b", 1, "scnn"}, result(30, 5, 20, 40));
  const LayerResult sum = SeedView(points, 1).total("s", "Net", {"a", "b"}, "scnn");
  EXPECT_EQ(sum.cycles, 40u);
  EXPECT_DOUBLE_EQ(sum.multiplier_utilization(), 50.0 / (20 * 4));  // not the mean of .5 and 1
  EXPECT_DOUBLE_EQ(sum.barrier_fraction(), 45.0 / (40 * 2));
  EXPECT_THROW(SeedView(points, 2).total("s", "Net", {"a"}, "scnn"), PointNotRun);
}

TEST(Points, what_two_figures_ask_for_is_planned_once) {
  const PaperWorkload workload{"s", "Net", find_network("vgg16").layers.front(), {}};
  Machine scnn{"scnn", "scnn", {}}, dcnn{"dcnn", "dcnn", {}};
  PointPlan plan;
  plan.add(workload, {scnn, dcnn});
  plan.add(workload, {scnn});
  EXPECT_EQ(plan.tasks().size(), 1u);
  EXPECT_EQ(plan.points(), 2u);
  PointPlan only({"dcnn"});
  only.add(workload, {scnn, dcnn});
  only.add(workload, {scnn});
  EXPECT_EQ(only.points(), 1u);
}

}  // namespace
}  // namespace scnnsim
