// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "sim/reproduce/granularity/accuracy_lines.h"
#include "sim/reproduce/granularity/equal_loss.h"
#include "sim/reproduce/granularity/study_style.h"

namespace scnnsim::trained {
namespace {

const StudyMachine plain{"scnn", false}, merged{"scnn", true}, dcnn{"dcnn", false};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::array<AccuracyMark, accuracy_panels> marks_at(double density, double accuracy) {
  std::array<AccuracyMark, accuracy_panels> marks;
  marks.fill({density, 0, accuracy, 0.25});
  return marks;
}

/// Filters lose more than the axis shows: the line leaves it at 83 %, half way between 76 % and 90 %.
std::vector<AccuracyLine> lines() {
  return {{Granularity::element, plain, {marks_at(0.05, 89.5), marks_at(0.5, 91)}},
          {Granularity::element, merged, {marks_at(0.05, 89.5), marks_at(0.5, 91)}},
          {Granularity::filter, plain, {marks_at(0.1, 76), marks_at(0.4, 90)}},
          {Granularity::none, dcnn, {marks_at(1, 91.5)}}};
}

/// The script of a panel, counted from 0.
std::string panel_of(const Plot& plot, std::size_t panel) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < panel; ++i) at = plot.script.find("unset label", at) + 1;
  return plot.script.substr(at, plot.script.find("unset label", at) - at);
}

TEST(AccuracyPlot, compares_with_the_dense_network_in_every_panel) {
  const Plot plot = accuracy_plot("net", lines());
  for (std::size_t panel = 0; panel < accuracy_panels; ++panel) {
    const std::string script = panel_of(plot, panel);
    EXPECT_TRUE(has(script, "every ::6::6 using")) << "the dense network: " << script;
    EXPECT_TRUE(has(script, "first 90.5 nohead")) << script;
    EXPECT_TRUE(has(script, "\"1 point lost\"")) << script;
    EXPECT_TRUE(has(script, "first 89.5 nohead")) << script;
    EXPECT_TRUE(has(script, "\"2 points lost\"")) << script;
  }
}

TEST(AccuracyPlot, begins_and_ends_its_axis_at_tics_that_say_what_they_are) {
  EXPECT_TRUE(
      has(accuracy_plot("net", lines()).script,
          "set xrange [0.02:1]\n"
          "set xtics (\"0.02\" 0.02, \"0.05\" 0.05, \"0.1\" 0.1, \"0.2\" 0.2, \"0.5\" 0.5, \"1\" 1)\n"));
}

TEST(AccuracyPlot, marks_lines_that_leave_the_axis) {
  const std::string script = panel_of(accuracy_plot("net", lines()), 0);
  EXPECT_TRUE(has(script, "set yrange [83:*]")) << script;
  EXPECT_TRUE(has(script, "from first 0.2, first 83.5 to first 0.2, first 83 head")) << script;
  EXPECT_TRUE(has(script, "down to 76 ")) << script;
}

TEST(AccuracyPlot, has_an_axis_of_all_points_where_they_have_room) {
  std::vector<AccuracyLine> all = lines();
  all[2].marks[0][0].y = all[2].marks[0][1].y = 86;
  const std::string script = panel_of(accuracy_plot("net", all), 0);
  EXPECT_TRUE(has(script, "set yrange [85:*]")) << "with the error bar: " << script;
  EXPECT_FALSE(has(script, " head ")) << script;
  EXPECT_FALSE(has(script, "go on")) << script;
}

TEST(StudyStyle, tells_machines_and_granularities_apart) {
  std::set<int> points;
  for (const StudyMachine& machine :
       {plain, merged, StudyMachine{"dcnn_structured", false}, StudyMachine{"dcnn_nm", false}, dcnn})
    points.insert(style_of(machine).point);
  EXPECT_EQ(points.size(), 5);
  EXPECT_NE(filling_of(plain), filling_of(merged));
  EXPECT_NE(filling_of(plain), filling_of(dcnn));
  EXPECT_NE(filling_of(merged), filling_of(dcnn));
  std::set<std::string> colours;
  for (const Granularity& granularity :
       {Granularity::element, Granularity::vector, Granularity::kernel, Granularity::filter,
        Granularity::n_of_m(2, 4), Granularity::none, *from_string<Granularity>("block:4x4")})
    colours.insert(colour_of(granularity));
  EXPECT_EQ(colours.size(), 7);
}

EqualLoss loss_of(const std::vector<double>& ratios) {
  const std::vector<StudyRow> rows{{Granularity::element, plain, {}}, {Granularity::none, dcnn, {}}};
  EqualLoss loss{"net", {{0.01, 1, rows}, {}, false}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    MeasuredRow row{rows[i], {}, {}, {}, {}};
    row.ratios.fill({ratios[i], 0.1});
    loss.group.rows.push_back(row);
  }
  return loss;
}

TEST(EqualLossPlot, says_which_bars_are_cut) {
  const std::string title = "(bars cut at 3)";
  EXPECT_TRUE(has(equal_loss_plot({loss_of({1, 16.8})}).script, title));
  EXPECT_FALSE(has(equal_loss_plot({loss_of({1, 2.9})}).script, title));
}

TEST(EqualLossPlot, keeps_the_values_of_cut_bars_in_the_data) {
  EXPECT_TRUE(has(equal_loss_plot({loss_of({1, 16.8})}).data, ",16.8000,0.1000,"));
}

}  // namespace
}  // namespace scnnsim::trained
