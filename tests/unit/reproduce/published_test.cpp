// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/reproduce/experiment.h"
#include "sim/reproduce/figure_tables.h"
#include "sim/reproduce/report.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t place = text.find(from);
  if (place == std::string::npos) throw std::logic_error("no " + from);
  return text.replace(place, from.size(), to);
}

const std::string good = R"(paper: "A paper"
figures:
  - figure: cycles
    title: Cycles
    unit: cycles
    source: here
    compare: relative
    tolerance: 0.1
    aggregate:
      - {measure: median, tolerance: 0.05, known_miss: "why", known_up_to: 0.07}
    rows:
      - {network: Net, item: conv1, value: 100, status: F}
      - {network: Net, item: conv2, value: 200, status: M, compare: range, range: [150, 250]}
)";

PublishedData read(const std::string& text) {
  return PublishedData::read(YamlNode::parse(text, "test.yaml"));
}

TEST(Published, rows_take_over_what_their_figure_says) {
  const PublishedData data = read(good);
  EXPECT_EQ(data.place, "test.yaml");
  const PublishedFigure& figure = data.at("cycles");
  EXPECT_EQ(figure.aggregates.at(0).known_miss.why, "why");
  EXPECT_EQ(figure.aggregates.at(0).known_miss.up_to, 0.07);
  const PublishedRow& first = figure.at("Net", "conv1");
  EXPECT_EQ(first.comparison, Comparison::relative);
  EXPECT_EQ(first.tolerance, 0.1);
  EXPECT_EQ(figure.at("Net", "conv2").range->highest, 250);
}

TEST(Published, activations_are_patterns) {
  const PublishedActivations none = read(good).activations;
  EXPECT_EQ(none.judged, default_activation_pattern);
  EXPECT_EQ(none.beside, "");
  const PublishedData data = read(std::string(good) + "activations: {judged: uniform, beside: clustered}\n");
  EXPECT_EQ(data.activations.judged, "uniform");
  EXPECT_EQ(data.activations.beside, "clustered");
  expect_user_error([] { read(std::string(good) + "activations: {judged: unifrom}\n"); },
                    {"test.yaml:14", "judged", "unifrom", "did you mean \"uniform\""});
}

TEST(Published, an_aggregate_without_tolerance_is_shown) {
  const PublishedData data =
      read(replaced(good, "{measure: median, tolerance: 0.05, known_miss: \"why\", known_up_to: 0.07}",
                    "{measure: median}"));
  ComparedFigure figure{"cycles", "Cycles", "", &data.at("cycles"), {}, {}};
  figure.rows.push_back(compare_row("Net", "conv1", {{130}}, &data.at("cycles").rows[0]));
  compare_aggregates(figure, {});
  EXPECT_EQ(figure.aggregates.at(0).verdict, Verdict::shown);
  EXPECT_EQ(summary_table({figure}).rows.at(0).cells.at(1), "median deviation, no target");
  EXPECT_TRUE(miss_table({figure}).rows.size() == 1u) << "the row's miss, not the aggregate's";
}

TEST(Published, bad_input_is_named_with_file_and_line) {
  expect_user_error([] { read(replaced(good, "status: F", "status: X")); },
                    {"test.yaml:12", "status", "got X", "V, F, D, M or O"});
  expect_user_error([] { read(replaced(good, "value: 100", "valeu: 100")); },
                    {"test.yaml:12", "valeu", "did you mean \"value\""});
  expect_user_error([] { read(replaced(good, "value: 100, ", "")); }, {"test.yaml:12", "value"});
  expect_user_error([] { read(replaced(good, "item: conv2", "item: conv1")); },
                    {"test.yaml:13", "figure cycles has row Net conv1 already", "test.yaml:12"});
  expect_user_error([] { read(replaced(good, ", range: [150, 250]", "")); },
                    {"test.yaml:13", "figure cycles, row Net conv2", "needs range"});
  expect_user_error([] { read(replaced(good, "[150, 250]", "[250, 150]")); }, {"test.yaml:13", "[250, 150]"});
  expect_user_error([] { read(replaced(good, ", known_up_to: 0.07", "")); },
                    {"test.yaml:10", "known_miss, the reason, and known_up_to", "go together"});
  expect_user_error([] { read(replaced(good, "    tolerance: 0.1\n", "")); },
                    {"test.yaml:11", "row Net conv1", "has no tolerance, but other rows have"});
  expect_user_error([] { read(replaced(good, "value: 100", "value: 0")); },
                    {"row Net conv1", "other than 0"});
  expect_user_error([] { read(replaced(good, "figures:", "held_out: [Nett]\nfigures:")); },
                    {"test.yaml:2", "held_out", "no row has the network Nett"});
  expect_user_error([] { read(good + good.substr(good.find("  - figure"))); },
                    {"test.yaml:14", "figure cycles stands already at test.yaml:3"});
}

/// Simulates rows of one figure out of nothing.
class FakeGroup : public FigureGroup {
 public:
  explicit FakeGroup(FigurePlan plan) : plan_(std::move(plan)) {}
  void add_points(PointPlan&) const override {}
  std::vector<FigurePlan> figures() const override { return {plan_}; }

 private:
  FigurePlan plan_;
};

FigureRow row(const std::string& item, double value) {
  return {"Net", item, [value](const SeedView&) { return value; }};
}

FigureGroups groups(FigurePlan plan) {
  FigureGroups all;
  all.push_back(std::make_unique<FakeGroup>(std::move(plan)));
  return all;
}

TEST(Published, must_hold_exactly_what_is_simulated) {
  const PublishedData data = read(good);
  check_published(data, groups({"cycles", {row("conv1", 1), row("conv2", 1)}}));
  expect_user_error(
      [&] {
        check_published(data, groups({"cycles", {row("conv1", 1), row("conv2", 1), row("conv3", 1)}}));
      },
      {"test.yaml:3", "figure cycles", "network: Net", "conv3", "missing"});
  expect_user_error(
      [&] {
        check_published(data, groups({"cycles", {row("conv1", 1)}}));
      },
      {"test.yaml:13", "figure cycles", "unknown row \"Net conv2\""});
  expect_user_error(
      [&] {
        check_published(data, groups({"energy", {row("conv1", 1)}}));
      },
      {"test.yaml", "figure energy is missing"});
}

TEST(Published, rows_outside_the_scope_are_left_out_but_never_from_a_full_run) {
  const PublishedData data = read(good);
  FigurePlan plan{"cycles", {row("conv1", 105), row("conv2", 1)}};
  plan.rows[1].value = [](const SeedView& view) {
    return view.total("s", "Net", {"conv2"}, "scnn").energy_pj.at("x");
  };
  Scope scope;
  EXPECT_THROW(compare_figures(groups(plan), data, Points{}, scope), PointNotRun);
  scope.fast = true;
  const auto figures = compare_figures(groups(plan), data, Points{}, scope);
  ASSERT_EQ(figures.size(), 1u);
  ASSERT_EQ(figures[0].rows.size(), 1u);
  EXPECT_EQ(figures[0].rows[0].verdict, Verdict::ok);
  ASSERT_EQ(figures[0].aggregates.size(), 1u);
  EXPECT_NEAR(figures[0].aggregates[0].reached, 0.05, 1e-12);
  EXPECT_EQ(figures[0].aggregates[0].verdict, Verdict::unjudged);  // not all rows
}

/// What a run of these rows says of the targets; `good` has two rows with a target and an aggregate.
std::string report_of(FigurePlan plan, const Scope& scope) {
  const PublishedData data = read(good);
  return report_text({data, "", compare_figures(groups(std::move(plan)), data, Points{}, scope), {}},
                     TableFormat::text);
}

TEST(Published, a_subset_says_which_targets_were_not_judged) {
  Scope subset;
  subset.fast = true;
  const std::string text = report_of({"cycles", {row("conv1", 105)}}, subset);
  for (const char* part :
       {"No target that was judged was missed",
        "This run is a subset: it judged 1 of 2 rows that have a target, and not these targets",
        "median deviation within 5.0 %  1 of 2 rows", "not judged"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " is not in\n" << text;
  // One trace seed has no spread.
  EXPECT_NE(text.find("105                100"), std::string::npos) << text;
  // A figure that was left out altogether.
  const std::string nothing = report_of({"cycles", {}}, subset);
  EXPECT_NE(nothing.find("No target was judged"), std::string::npos) << nothing;
  EXPECT_NE(nothing.find("0 of 2 rows"), std::string::npos) << nothing;
  EXPECT_EQ(nothing.find("Summary"), std::string::npos) << nothing;
}

TEST(Published, a_full_run_leaves_no_target_out) {
  const std::string text = report_of({"cycles", {row("conv1", 109), row("conv2", 200)}}, Scope{});
  EXPECT_EQ(text.find("subset"), std::string::npos) << text;
  EXPECT_EQ(text.find("not judged"), std::string::npos) << text;
}

TEST(Published, built_in_data_are_what_the_experiments_simulate) {
  for (const Experiment& experiment : experiments()) {
    const PublishedData data = PublishedData::load(experiment.name, experiment.folder);
    check_published(data, experiment.groups(Scope{}, data));
  }
}

}  // namespace
}  // namespace scnnsim
