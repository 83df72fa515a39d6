// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "sim/plot/plot_style.h"
#include "sim/plot/plots.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

LayerResult layer(const std::string& name, const std::string& architecture, std::uint64_t cycles) {
  LayerResult result;
  result.network = "net";
  result.layer = name;
  result.architecture = architecture;
  result.cycles = cycles;
  result.pe_cycles = {5, 0, 0, 0, 0, 0, 15};
  result.energy_pj = {{"iaram", 2e6}, {"oaram", 1e6}, {"ppu", 1e6}};
  result.energy_table = "mine (own table, nothing fitted)";
  return result;
}

const std::vector<LabelledLayers> runs{
    {"a", {layer("conv_1", "dcnn", 40), layer("conv_1", "scnn", 10), layer("conv_1", "dcnn_opt", 40)}}};

TEST(LayerPlots, pe_cycles_are_stacked_issue_lowest) {
  const Plot plot = stalls_plot(runs, false);
  EXPECT_EQ(plot.data.substr(0, plot.data.find('\n')),
            "position,issue,crossbar,weights,input,postprocess,barrier,idle,group,label");
  EXPECT_NE(plot.data.find("\n1,15,0,0,0,0,0,5,dcnn,conv_1\n"), std::string::npos) << plot.data;
  EXPECT_NE(plot.script.find("[PE-cycles]"), std::string::npos) << plot.script;
  EXPECT_EQ(plot.script.find("\"crossbar\""), std::string::npos) << "a part that is zero needs no legend";
  EXPECT_NE(stalls_plot(runs, true).data.find("\n1,75,0,0,0,0,0,25,dcnn,conv_1\n"), std::string::npos);
}

TEST(LayerPlots, energy_parts_add_components_of_the_same_work) {
  const Plot plot = energy_plot(runs, false);
  EXPECT_NE(plot.data.find("\n1,0,0,0,0,3,0,0,0,1,dcnn,conv_1\n"), std::string::npos) << plot.data;
  EXPECT_NE(plot.script.find("set ylabel \"Energy, table mine (own table, nothing fitted) [µJ]\""),
            std::string::npos)
      << plot.script;
  EXPECT_EQ(energy_part("adder_tree"), energy_part("accumulator_banks"));
  EXPECT_EQ(energy_part("dram_read"), energy_part("dram_write"));
  EXPECT_EQ(energy_part("dram_activate"), energy_part("dram_background"));
  EXPECT_LE(energy_parts().size(), stacked_colours().size());
}

TEST(LayerPlots, energy_of_dram_commands_is_data_and_the_rest) {
  LayerResult pipe = layer("conv_1", "scnn", 10), banked = layer("conv_1", "dcnn", 10);
  pipe.energy_pj = {{"dram_weights", 1e6}, {"dram_activations", 2e6}};
  banked.energy_pj = {
      {"dram_activate", 1e6}, {"dram_background", 4e6}, {"dram_read", 16e6}, {"dram_write", 32e6}};
  const Plot by_bits = energy_plot({{"a", {pipe}}}, false);
  EXPECT_NE(by_bits.script.find("\"DRAM, weights\""), std::string::npos) << by_bits.script;
  const Plot both = energy_plot({{"a", {pipe, banked}}}, false);
  EXPECT_NE(both.script.find("\"DRAM, data\""), std::string::npos) << both.script;
  EXPECT_EQ(both.script.find("\"DRAM, weights\""), std::string::npos) << both.script;
  EXPECT_NE(both.data.find(",0,0,3,0,0,0,scnn,conv_1"), std::string::npos) << both.data;
  EXPECT_NE(both.data.find(",0,0,48,5,0,0,dcnn,conv_1"), std::string::npos) << both.data;
}

TEST(LayerPlots, speedups_leave_out_the_baseline_but_not_its_equals) {
  const Plot plot = speedup_plot(runs, {});
  EXPECT_EQ(plot.data, "position,scnn,dcnn_opt,layer\n1,4,1,conv_1\n2,4,1,total\n");
  EXPECT_NE(plot.script.find("set yrange [0:1<*]"), std::string::npos) << "the line at 1 may be above";
  const Plot other = speedup_plot(runs, "scnn");
  EXPECT_EQ(other.data, "position,dcnn,dcnn_opt,layer\n1,0.25,0.25,conv_1\n2,0.25,0.25,total\n");
  testing::expect_user_error(
      [] {
        speedup_plot({{"a", {layer("conv_1", "scnn", 1)}}}, {});
      },
      {"nothing to compare", "got ", " in a"});
}

/// Width of a bar's place in pixels, margins aside.
double place_width(const Plot& plot, std::size_t bars) {
  constexpr double margins = 220;
  return (plot.width - margins) / static_cast<double>(bars + 1);
}

TEST(LayerPlots, names_below_bars_do_not_run_together) {
  constexpr double of_character = 8, of_line_at_45_degrees = 17;
  for (const std::size_t length : {3, 30})
    for (const std::size_t bars : {2, 20, 120}) {
      const LayerResult one = layer(std::string(length, 'x'), "scnn", 1);
      const std::vector<LabelledLayers> many{{"a", std::vector<LayerResult>(bars, one)}};
      for (const Plot& plot : {stalls_plot(many, false), energy_plot(many, true)}) {
        const bool rotated = plot.script.find("rotate by 45") != std::string::npos;
        const double needed = rotated ? of_line_at_45_degrees : of_character * static_cast<double>(length);
        EXPECT_GE(place_width(plot, bars), needed) << bars << " bars named by " << length << " characters";
        // The names reach down; what is left of the height is for the bars.
        const double reach = rotated ? of_character * static_cast<double>(length) * 0.7 : 0;
        EXPECT_GE(plot.height - reach, 350);
        // The first reaches left, beyond the axis.
        if (reach > 70 + place_width(plot, bars)) {
          EXPECT_NE(plot.script.find("set lmargin at screen 0."), std::string::npos);
        }
      }
    }
}

/// Lightness of a colour "#rrggbb" as a grey print shows it, 0 ... 255.
double grey_of(const std::string& colour) {
  const auto part = [&](std::size_t at) { return std::stoi(colour.substr(at, 2), nullptr, 16); };
  return 0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5);
}

TEST(PlotStyle, stacked_colours_differ_in_grey_print) {
  std::vector<std::string> colours = stacked_colours();
  for (std::size_t i = 1; i < colours.size(); ++i)
    EXPECT_GE(std::abs(grey_of(colours[i]) - grey_of(colours[i - 1])), 50)
        << colours[i] << " beside the last";
  colours.emplace_back(grey_colour);
  for (std::size_t i = 0; i < colours.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      EXPECT_GE(std::abs(grey_of(colours[i]) - grey_of(colours[k])), 14) << colours[i] << " " << colours[k];
}

TEST(PlotStyle, units_leave_one_to_three_digits) {
  EXPECT_EQ(plot_unit("pJ", 999).unit, "pJ");
  EXPECT_EQ(plot_unit("pJ", 2e9).unit, "mJ");
  EXPECT_EQ(plot_unit("PE-cycles", 2e6).unit, "million PE-cycles");
  EXPECT_EQ(plot_unit("B", 2e3).unit, "thousand bytes");
}

}  // namespace
}  // namespace scnnsim
