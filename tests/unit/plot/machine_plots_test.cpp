// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/machine_plots.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>

#include "sim/plot/scatter_frame.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

/// 100 cycles with 6400 products and 800 bytes of DRAM.
LayerResult layer_of(const std::string& name, const std::string& architecture) {
  LayerResult layer;
  layer.network = "net";
  layer.layer = name;
  layer.architecture = architecture;
  layer.cycles = 100;
  layer.pes = 4;
  layer.multipliers = 128;
  layer.multiplies = 6400;
  layer.dram_weight_bytes = 500;
  layer.dram_input_bytes = 200;
  layer.dram_output_bytes = 100;
  return layer;
}

/// A run of a machine with 2 x 2 PEs.
ReportData report_of(const std::vector<LayerResult>& layers) {
  ReportData report;
  ReportRun& run = report.runs.emplace_back();
  run.results = {"a", layers};
  run.config.pe_array.rows = run.config.pe_array.columns = 2;
  PeCounters counters{2, 2, {}, {}, {}, {}};
  counters.of_pes = {{"pe.cycles_issue", {100, 50, 25, 0}}, {"weight_fifo.reads", {7000, 1, 2, 3}}};
  run.counters.assign(layers.size(), counters);
  return report;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(RooflinePlot, places_layers_by_products_per_byte_and_per_cycle) {
  const Plot plot = roofline_plot(report_of({layer_of("conv1", "scnn"), layer_of("a\"b", "dcnn")}), {});
  EXPECT_EQ(plot.data,
            "multiplies_per_byte,multiplies_per_cycle,machine,layer\n8,64,1,conv1\n8,64,2,\"a\"\"b\"\n");
  EXPECT_TRUE(contains(plot.script, "title \"roofs of 128 multipliers and 50 GB/s of DRAM at 1 GHz\""))
      << plot.script;
  // 50 bytes per cycle: the roofs meet at 2.56 products per byte.
  EXPECT_TRUE(contains(plot.script, "to first 2.56, first 128 nohead")) << plot.script;
  EXPECT_EQ(plot.note, "");
}

TEST(RooflinePlot, of_a_faster_clock_has_fewer_bytes_per_cycle) {
  ReportData report = report_of({layer_of("conv1", "scnn")});
  report.runs[0].config.clock.frequency = 2;
  EXPECT_TRUE(contains(roofline_plot(report, {}).script, "to first 5.12, first 128 nohead"));
}

TEST(RooflinePlot, tells_which_layers_have_no_place) {
  LayerResult none = layer_of("without DRAM", "scnn");
  none.dram_weight_bytes = none.dram_input_bytes = none.dram_output_bytes = 0;
  const Plot plot = roofline_plot(report_of({layer_of("conv1", "scnn"), none}), {});
  EXPECT_EQ(plot.note, "not shown, without products or DRAM traffic: without DRAM on scnn");
  expect_user_error([&] { roofline_plot(report_of({none}), {}); }, {"no point to draw"});
  expect_user_error([&] { roofline_plot(report_of({layer_of("conv1", "scnn")}), {"conv2"}); },
                    {"--layers", "unknown layer \"conv2\"", "conv1"});
}

TEST(RooflinePlot, lists_names_that_have_no_room_beside_their_points) {
  std::vector<LayerResult> layers;
  for (int i = 0; i < 57; ++i) layers.push_back(layer_of("inception_" + std::to_string(i), "scnn"));
  const Plot many = roofline_plot(report_of(layers), {});
  EXPECT_TRUE(contains(many.script, "57  inception_56")) << many.script;
  EXPECT_GT(many.width, 900u);
  layers.resize(1);
  const Plot one = roofline_plot(report_of(layers), {});
  EXPECT_TRUE(contains(one.script, "set label \"inception_0\""));
}

TEST(RooflinePlot, tells_which_layers_are_above_the_roof_of_dram) {
  LayerResult fast = layer_of("fast", "scnn_oracle");
  fast.dram_weight_bytes = 50'000;
  const Plot plot = roofline_plot(report_of({layer_of("conv1", "scnn"), fast}), {});
  EXPECT_EQ(plot.note, "above the roof of DRAM, since scnn_oracle does not wait for DRAM: fast");
}

TEST(RooflinePlot, gives_every_point_of_a_crowd_a_number) {
  std::vector<LayerResult> layers;
  for (int i = 0; i < 94; ++i) {
    layers.push_back(layer_of("mixed_" + std::to_string(i), "scnn"));
    layers.back().multiplies += static_cast<std::uint64_t>(i % 5);
  }
  const Plot plot = roofline_plot(report_of(layers), {});
  for (int i = 1; i <= 94; ++i)
    EXPECT_TRUE(contains(plot.script, fmt::format("set label \"{}\" at screen", i))) << i;
  EXPECT_EQ(plot.note, "");
}

TEST(RooflinePlot, tells_how_many_points_of_hundreds_have_no_number) {
  std::vector<LayerResult> layers;
  for (int i = 0; i < 400; ++i) layers.push_back(layer_of("mixed_" + std::to_string(i), "scnn"));
  EXPECT_TRUE(
      contains(roofline_plot(report_of(layers), {}).note, "without room for a number: choose by --layers"));
}

TEST(PeMapPlot, shows_an_owner_as_its_share_of_the_cycles) {
  const ReportData report = report_of({layer_of("conv1", "scnn"), layer_of("conv2", "scnn")});
  const Plot plot = pe_map_plot(report, {"conv2"}, "issue");
  EXPECT_EQ(plot.data,
            "column,row,value,panel,title\n0,0,100,1,conv2\n1,0,50,1,conv2\n0,1,25,1,conv2\n1,1,0,1,conv2\n");
  EXPECT_TRUE(contains(plot.script, "set cbrange [0:100]"));
  EXPECT_EQ(plot.note, "");
}

TEST(PeMapPlot, leaves_pes_without_a_tile_blank) {
  ReportData report = report_of({layer_of("conv1", "scnn")});
  report.runs[0].counters[0].of_pes["pe.cycles_idle"] = {0, 50, 75, 100};
  const Plot plot = pe_map_plot(report, {}, "issue");
  EXPECT_TRUE(contains(plot.data, "0,1,25,1,conv1\n1,1,nan,1,conv1\n")) << plot.data;
  EXPECT_TRUE(contains(plot.script, "blank: no tile"));
}

TEST(PeMapPlot, says_which_counters_the_machine_has) {
  ReportData report = report_of({layer_of("conv1", "dcnn")});
  report.runs[0].counters[0].of_pes = {{"dense_pe.cycles_issue", {1, 2, 3, 4}},
                                       {"dense_pe.gated", {0, 0, 0, 0}}};
  try {
    pe_map_plot(report, {}, "crossbar");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(),
                 "--counter: none of the counters of PEs of dcnn is \"crossbar\"; expected one of: issue, "
                 "dense_pe.cycles_issue, dense_pe.gated");
  }
  expect_user_error([&] { pe_map_plot(report, {}, "isue"); },
                    {"did you mean \"issue\"?", "counters of PEs of dcnn"});
}

TEST(PeMapPlot, shows_other_counters_as_they_are) {
  const Plot plot = pe_map_plot(report_of({layer_of("conv1", "scnn")}), {}, "weight_fifo.reads");
  EXPECT_TRUE(contains(plot.data, "0,0,7000,1,conv1"));
  EXPECT_TRUE(contains(plot.script, "set cbrange [0:7]")) << plot.script;
}

TEST(PeMapPlot, says_what_the_results_lack) {
  ReportData report = report_of({layer_of("conv1", "scnn"), layer_of("conv1", "scnn_oracle")});
  report.runs[0].counters[1] = {};
  EXPECT_EQ(pe_map_plot(report, {}, "issue").note, "not shown, without issue per PE: conv1, scnn_oracle");
  expect_user_error([&] { pe_map_plot(report, {}, "isue"); }, {"--counter", "did you mean \"issue\"?"});
  expect_user_error([&] { pe_map_plot(report, {}, "idle"); }, {"--counter", "weight_fifo.reads"});
  expect_user_error([&] { pe_map_plot(report, {}, "reds"); },
                    {"unknown counter \"reds\"", "counters of PEs of"});
  report.runs[0].counters[0] = {};
  expect_user_error([&] { pe_map_plot(report, {}, "issue"); }, {"do not tell PEs apart", "--detail blocks"});
  const std::vector<LayerResult> many(121, layer_of("conv", "scnn"));
  expect_user_error([&] { pe_map_plot(report_of(many), {}, "issue"); }, {"121 PE arrays", "--layers"});
}

struct TextBox {
  double left, top, right, bottom;
};

/// Boxes of the labels in a script. Characters are at least this large on the screen.
std::vector<TextBox> label_boxes(const Plot& plot) {
  constexpr double character = 6.4, height = 10;
  static const std::regex label("set label \"([^\"]*)\" at screen ([0-9.]+), screen ([0-9.]+) center");
  std::vector<TextBox> boxes;
  for (std::sregex_iterator at(plot.script.begin(), plot.script.end(), label), end; at != end; ++at) {
    const double x = std::stod((*at)[2]) * plot.width, y = (1 - std::stod((*at)[3])) * plot.height;
    const double half = character * static_cast<double>((*at)[1].length()) / 2;
    boxes.push_back({x - half, y - height / 2, x + half, y + height / 2});
  }
  return boxes;
}

bool overlap(const TextBox& a, const TextBox& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

TEST(ScatterFrame, labels_of_a_crowd_run_into_no_other) {
  const std::vector<double> values{0.0, 100.0};
  ScatterFrame frame(axis_around("x", values), axis_around("y", values), 2);
  const std::vector<LabelSide> sides{{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
  for (int i = 0; i < 100; ++i) frame.add_mark(i % 10, i / 10);
  frame.add_mark(90, 90);
  std::size_t placed = 0;
  for (int i = 0; i < 100; ++i) placed += frame.add_label(i % 10, i / 10, std::to_string(1000 + i), sides);
  EXPECT_TRUE(frame.add_label(90, 90, "alone", sides));
  EXPECT_GT(placed, 3u);
  EXPECT_LT(placed, 100u);
  const std::vector<TextBox> boxes = label_boxes(frame.begin("crowd"));
  ASSERT_EQ(boxes.size(), placed + 1);
  for (std::size_t i = 0; i < boxes.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) EXPECT_FALSE(overlap(boxes[i], boxes[k])) << i << " and " << k;
}

TEST(ScatterFrame, labels_cross_no_line) {
  const std::vector<double> values{0.0, 100.0};
  ScatterFrame frame(axis_around("x", values), axis_around("y", values), 1);
  frame.add_line(50, 50, 60, 50);
  EXPECT_FALSE(frame.add_label(50, 50, "on the line", {{1, 0}}));
  EXPECT_TRUE(frame.add_label(50, 50, "left of it", {{1, 0}, {-1, 0}}));
  EXPECT_FALSE(frame.add_label(100, 50, "beyond the frame at its right", {{1, 0}}));
}

}  // namespace
}  // namespace scnnsim
