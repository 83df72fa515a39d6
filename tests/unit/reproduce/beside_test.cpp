// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/reproduce/experiment.h"
#include "sim/reproduce/figure_tables.h"
#include "sim/reproduce/mao2017/equal_accuracy_table.h"
#include "sim/reproduce/report.h"

namespace scnnsim {
namespace {

PublishedFigure published_figure() {
  PublishedFigure figure;
  figure.id = "cycles";
  figure.comparison = Comparison::relative;
  for (const char* item : {"conv1", "conv2"}) {
    PublishedRow row;
    row.network = "Net";
    row.item = item;
    row.value = 100;
    row.comparison = Comparison::relative;
    row.tolerance = 0.1;
    row.known_miss = {"why", 0.5};
    figure.rows.push_back(row);
  }
  return figure;
}

ComparedFigure compared(const PublishedFigure& figure, const std::vector<double>& simulated) {
  ComparedFigure one{"cycles", "Cycles", "", &figure, {}, {}};
  for (std::size_t i = 0; i < simulated.size(); ++i)
    one.rows.push_back(compare_row("Net", figure.rows[i].item, {{simulated[i]}}, &figure.rows[i]));
  return one;
}

TEST(Beside, a_figure_shows_value_and_deviation_of_the_other_pattern) {
  const PublishedFigure figure = published_figure();
  Table table = figure_table(compared(figure, {101, 102}));
  const std::size_t columns = table.columns.size();
  add_beside({"clustered", {compared(figure, {130, 95})}}, "cycles", table);
  ASSERT_EQ(table.columns.size(), columns + 2);
  EXPECT_EQ(table.columns[columns].title, "clustered");
  EXPECT_EQ(table.rows.at(0).cells.at(columns), "130.000");
  EXPECT_EQ(table.rows.at(0).cells.at(columns + 1), "+30.0 %");
  EXPECT_EQ(table.rows.at(1).cells.at(columns + 1), "-5.0 %");
}

TEST(Beside, a_figure_that_the_other_pattern_lacks_stays_as_it_is) {
  const PublishedFigure figure = published_figure();
  Table table = figure_table(compared(figure, {101, 102}));
  const std::size_t columns = table.columns.size();
  add_beside({"clustered", {}}, "cycles", table);
  add_beside({}, "cycles", table);
  EXPECT_EQ(table.columns.size(), columns);
}

TEST(Beside, a_summary_says_whether_the_other_pattern_meets_the_target) {
  const PublishedFigure figure = published_figure();
  Table table = summary_table({compared(figure, {101, 102})});
  add_beside_to_summary({"clustered", {compared(figure, {130, 95})}}, table);
  EXPECT_EQ(table.rows.at(0).cells.back(), "130.000, +30.0 %: missed");  // a known miss, too
  EXPECT_EQ(table.rows.at(1).cells.back(), "95.000, -5.0 %: met");
}

TEST(Beside, rows_without_a_counterpart_are_empty) {
  const PublishedFigure figure = published_figure();
  Table table = figure_rows({compared(figure, {101, 102})});
  add_beside_to_rows({"clustered", {compared(figure, {130})}}, table);
  const auto& first = table.rows.at(0).cells;
  EXPECT_EQ(first.at(first.size() - 3), "clustered");
  EXPECT_EQ(first.at(first.size() - 2), 130.0);
  EXPECT_NEAR(first.back().get<double>(), 0.3, 1e-12);
  EXPECT_TRUE(table.rows.at(1).cells.back().is_null());
  EXPECT_EQ(table.rows.at(1).cells.size(), table.columns.size());
}

TEST(Beside, points_of_both_patterns_are_kept_apart) {
  PaperWorkload workload{"s", "Net", find_network("vgg16").layers.front(), {}};
  PointPlan plan;
  plan.add(workload, {{"scnn", "scnn", {}}});
  plan.set_beside("clustered");
  plan.add(workload, {{"scnn", "scnn", {}}});
  ASSERT_EQ(plan.tasks().size(), 2u);
  EXPECT_EQ(plan.tasks()[1].beside, "clustered");
  Points points;
  LayerResult judged, other;
  judged.cycles = 1;
  other.cycles = 2;
  points.put({"s", "Net", "a", 1, "scnn"}, judged);
  points.put({"s", "Net", "a", 1, "scnn", "clustered"}, other);
  EXPECT_EQ(SeedView(points, 1).at("s", "Net", "a", "scnn").cycles, 1u);
  const Points beside = points.beside("clustered");
  EXPECT_EQ(SeedView(beside, 1).at("s", "Net", "a", "scnn").cycles, 2u);
  EXPECT_EQ(beside.all().size(), 1u);
}

TEST(Beside, its_scope_has_own_defaults_and_one_seed) {
  Scope scope;
  scope.seeds = 5;
  scope.generate.pattern.concentration = 6;
  const Scope beside = scope.beside("uniform");
  EXPECT_EQ(beside.seeds, 1u);
  EXPECT_EQ(activation_pattern(beside.generate), "uniform");
  EXPECT_FALSE(beside.generate.pattern.concentration);
}

TEST(Beside, equal_accuracy_has_both_patterns_in_a_row) {
  mao2017::EqualAccuracyRow judged{"Net", Granularity::vector, MergeMode::grain, 0.3};
  for (Measured& cost : judged.costs) cost.by_seed = {2e6, 4e6};
  mao2017::EqualAccuracyRow other = judged;
  for (Measured& cost : other.costs) cost.by_seed = {9e6};
  const Table table = mao2017::equal_accuracy_beside_table({judged}, "correlated", {other}, "clustered");
  EXPECT_EQ(table.columns.at(7).name, "cycles_correlated");
  EXPECT_EQ(table.rows.at(0).cells.at(7), "3,000");
  EXPECT_EQ(table.rows.at(0).cells.at(8), "9,000");
}

}  // namespace
}  // namespace scnnsim
