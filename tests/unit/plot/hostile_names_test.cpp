// SPDX-License-Identifier: Apache-2.0
// Figures drawn by gnuplot itself, whose names are whatever a trace, results or a sweep's store may hold.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "sim/plot/machine_plots.h"
#include "sim/plot/plots.h"
#include "sim/text/formats.h"
#include "tests/support/hostile_texts.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using Texts = std::vector<std::string>;

std::string replaced(const std::string& text, const std::string& from, const std::string& to) {
  std::string result = text;
  for (std::size_t at = 0; (at = result.find(from, at)) != std::string::npos; at += to.size())
    result.replace(at, from.size(), to);
  return result;
}

/// What the texts of an SVG show.
Texts texts_of(const std::string& svg) {
  static const std::regex element("<text[^>]*>([^<]*)</text>");
  Texts texts;
  for (std::sregex_iterator at(svg.begin(), svg.end(), element), end; at != end; ++at)
    texts.push_back(replaced(replaced(replaced((*at)[1], "&lt;", "<"), "&gt;", ">"), "&amp;", "&"));
  return texts;
}

/// A folder in which figures are drawn, and where a command that a name became would leave its file.
class Drawings {
 public:
  Drawings() : before_(std::filesystem::current_path()) { std::filesystem::current_path(folder_.path()); }
  ~Drawings() { std::filesystem::current_path(before_); }

  /// The texts of the figure.
  Texts draw(const Plot& plot, PlotFormat format = PlotFormat::svg) const {
    EXPECT_EQ(scnnsim::draw(folder_.path(), plot, format), "");
    const std::string svg = testing::read_text(folder_ / (plot.name + ".svg"));
    EXPECT_EQ(svg.find("<script"), std::string::npos);
    EXPECT_EQ(svg.find("]]>"), std::string::npos) << "no XML";
    EXPECT_FALSE(std::filesystem::exists(folder_ / "PWNED")) << "a name became a command";
    return texts_of(svg);
  }

 private:
  testing::ScratchFolder folder_;
  std::filesystem::path before_;
};

bool has(const Texts& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), figure_text(text)) != texts.end();
}

LayerResult layer(const std::string& network, const std::string& name, const std::string& architecture) {
  LayerResult result;
  result.network = network;
  result.layer = name;
  result.architecture = architecture;
  result.cycles = 10;
  result.pe_cycles = {5, 0, 0, 0, 0, 0, 15};
  result.energy_pj = {{"iaram", 2e6}, {"ppu", 1e6}};
  return result;
}

/// A few texts at a time, so that labels have room.
std::vector<Texts> portions(std::size_t size) {
  const Texts all = testing::hostile_texts();
  std::vector<Texts> portions;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i % size == 0) portions.emplace_back();
    portions.back().push_back(all[i]);
  }
  return portions;
}

TEST(HostileNames, figures_of_layers_show_them) {
  const Drawings drawings;
  for (const Texts& names : portions(100)) {
    const std::string other = "other" + names.front();
    std::vector<LabelledLayers> runs(1);
    runs[0].label = names.back();
    for (const std::string& network : {names.front(), other})
      for (const std::string& architecture : {std::string("dcnn"), names[1] + "architecture"})
        for (const std::string& name : names) runs[0].layers.push_back(layer(network, name, architecture));
    for (const Plot& plot : {stalls_plot(runs, false), energy_plot(runs, true)}) {
      const Texts texts = drawings.draw(plot);
      for (const std::string& name : names)
        EXPECT_TRUE(has(texts, name)) << plot.name << ": " << figure_text(name);
      EXPECT_TRUE(has(texts, other + ", dcnn")) << plot.name << ": " << figure_text(other);
    }
  }
}

TEST(HostileNames, speedups_show_them) {
  const Drawings drawings;
  for (const Texts& names : portions(8)) {
    std::vector<LabelledLayers> runs(1);
    for (const std::string& architecture : names)
      for (const std::string& name : names) runs[0].layers.push_back(layer("net", name, architecture + "x"));
    const Texts texts = drawings.draw(speedup_plot(runs, names.front() + "x"));
    for (const std::string& name : names) {
      EXPECT_TRUE(has(texts, name)) << figure_text(name);
      EXPECT_TRUE(name == names.front() || has(texts, name + "x")) << figure_text(name);
    }
    EXPECT_TRUE(has(texts, "Speed-up over " + names.front() + "x")) << figure_text(names.front());
  }
}

SweepPoint point(std::uint64_t number, AxisValues axes) {
  SweepPoint point;
  point.number = number;
  point.key = std::to_string(number);
  point.axes = std::move(axes);
  point.network = "net";
  point.architecture = "scnn";
  point.status = PointStatus::done;
  point.total = layer("net", "total", "scnn");
  point.total->cycles = 1000 + 10 * number;
  point.total->energy_pj = {{"total", 1e6 / static_cast<double>(number)}};
  return point;
}

TEST(HostileNames, sweeps_show_keys_and_values) {
  const Drawings drawings;
  for (const Texts& names : portions(9)) {
    const std::string key = "key" + names.front(), line = "line" + names.back();
    std::vector<SweepPoint> points;
    for (const std::string& value : names)
      for (const std::string& of_line : names)
        points.push_back(point(points.size() + 1, {{key, value + "x"}, {line, of_line + "y"}}));
    const Texts texts = drawings.draw(sweep_plot(points, {key, line}, key, "cycles"));
    EXPECT_TRUE(has(texts, key)) << figure_text(key);
    for (const std::string& name : names) {
      EXPECT_TRUE(has(texts, name + "x")) << figure_text(name);
      EXPECT_TRUE(std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
        return text.find(figure_text(name + "y")) != std::string::npos;
      })) << figure_text(name);
    }
    drawings.draw(pareto_plot(points, {key, line}, {"cycles", "energy_pj"}));
  }
}

/// A run of one PE.
ReportData run_of_one_pe(std::vector<LayerResult> layers) {
  ReportData report;
  ReportRun& run = report.runs.emplace_back();
  for (LayerResult& one : layers) {
    one.multipliers = 16;
    one.multiplies = 160 + 10 * run.counters.size();
    one.dram_weight_bytes = 10;
    run.counters.push_back({1, 1, {{"pe.cycles_issue", {5}}}, {}, {}, {}});
  }
  run.results = {"run", std::move(layers)};
  return report;
}

TEST(HostileNames, figures_of_machines_show_them) {
  const Drawings drawings;
  for (const Texts& names : portions(40)) {
    std::vector<LayerResult> layers;
    for (const std::string& name : names) layers.push_back(layer("net", name, names.front() + "x"));
    const ReportData report = run_of_one_pe(layers);
    const Texts panels = drawings.draw(pe_map_plot(report, {}, "issue"));
    const Texts points = drawings.draw(roofline_plot(report, {}));
    for (std::size_t i = 0; i < names.size(); ++i) {
      EXPECT_TRUE(has(panels, figure_text(names[i], 36))) << figure_text(names[i]);
      EXPECT_TRUE(has(points, names[i]) || has(points, fmt::format("{}  {}", i + 1, names[i])))
          << figure_text(names[i]);
    }
  }
}

TEST(HostileNames, documents_are_drawn_too) {
  const Drawings drawings;
  std::vector<LabelledLayers> runs(1);
  for (const std::string& name : testing::hostile_texts())
    runs[0].layers.push_back(layer("net", name, "dcnn"));
  drawings.draw(stalls_plot(runs, false), PlotFormat::pdf);
}

TEST(HostileNames, names_of_any_length_are_drawn) {
  const Drawings drawings;
  for (const std::string& name : {std::string(5000, '%'), std::string(70000, 'x'), std::string(3000, '\n')}) {
    const std::vector<LabelledLayers> runs{
        {"a", {layer(name, name, "dcnn"), layer(name, name, name), layer("b", name, "dcnn")}}};
    EXPECT_TRUE(has(drawings.draw(stalls_plot(runs, false)), name));
    EXPECT_TRUE(has(drawings.draw(speedup_plot(runs, {})), name));
    std::vector<SweepPoint> points;
    for (const char* value : {"1", "2"}) points.push_back(point(points.size() + 1, {{name, name + value}}));
    EXPECT_TRUE(has(drawings.draw(sweep_plot(points, {name}, {}, "cycles")), name));
  }
}

TEST(PlotTexts, quotes_in_names_move_no_column) {
  const Drawings drawings;
  const auto numbers_above_bars = [&](const std::string& name) {
    LayerResult slow = layer("net", name, "dcnn"), fast = layer("net", name, "scnn");
    slow.cycles = 50;
    const std::vector<LabelledLayers> runs{{"a", {slow, fast}}};
    return has(drawings.draw(speedup_plot(runs, {})), "5.00");
  };
  for (const char* name : {"conv", "a\",9,\"b", "\"\"", "a,b", "#", "NaN", "\\\"", "a\"\"\"b"})
    EXPECT_TRUE(numbers_above_bars(name)) << name;
}

TEST(PlotTexts, long_networks_show_every_name) {
  const Drawings drawings;
  std::vector<LabelledLayers> runs(1);
  for (const char* architecture : {"dcnn", "scnn"})
    for (int i = 0; i < 94; ++i)
      runs[0].layers.push_back(layer("net", "Mixed_5b.branch_" + std::to_string(i) + ".conv", architecture));
  for (const Plot& plot : {stalls_plot(runs, false), energy_plot(runs, true), speedup_plot(runs, {})}) {
    const Texts texts = drawings.draw(plot);
    for (const LayerResult& one : runs[0].layers) EXPECT_TRUE(has(texts, one.layer)) << one.layer;
  }
}

TEST(PlotTexts, the_numbers_of_a_front_are_those_of_its_points) {
  const Drawings drawings;
  std::vector<SweepPoint> points;
  // Far from each other, then so near that their numbers stand on two sides.
  for (const std::uint64_t number : {std::uint64_t{10000000001}, std::uint64_t{7}, std::uint64_t{12}}) {
    points.push_back(point(1, {{"a", std::to_string(number)}}));
    points.back().number = number;
  }
  points[1].total->cycles = 2000;
  points[1].total->energy_pj = {{"total", 1000.0}};
  points[2].total->cycles = 2001;
  points[2].total->energy_pj = {{"total", 999.0}};
  const Plot plot = pareto_plot(points, {"a"}, {"cycles", "energy_pj"});
  const Texts texts = drawings.draw(plot);
  for (const char* number : {"7", "12", "10000000001"})
    EXPECT_TRUE(has(texts, number)) << number << ": " << plot.script;
}

}  // namespace
}  // namespace scnnsim
