// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/scnn2017/speedup_plot.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/text/formats.h"

namespace scnnsim::scnn2017 {
namespace {

/// Bars of one network: consecutive rows.
struct Group {
  std::string network;
  std::size_t first = 0, last = 0;
};

std::vector<Group> groups_of(const ComparedFigure& figure) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < figure.rows.size(); ++i) {
    if (groups.empty() || groups.back().network != figure.rows[i].network)
      groups.push_back({figure.rows[i].network, i, i});
    groups.back().last = i;
  }
  return groups;
}

std::string data_of(const ComparedFigure& figure) {
  std::string text = "network,item,simulated,published\n";
  for (const ComparedRow& row : figure.rows)
    text += fmt::format("{},{},{},{}\n", row.network, row.item, row.simulated.mean(), row.published->value);
  return text;
}

}  // namespace

std::vector<Plot> speedup_plots(const std::vector<ComparedFigure>& figures) {
  const auto figure = std::find_if(figures.begin(), figures.end(),
                                   [](const ComparedFigure& one) { return one.id == "speedup"; });
  if (figure == figures.end()) return {};
  std::string script =
      "set style data histograms\n"
      "set style histogram clustered gap 1 title offset 0,-2.2\n"
      "set style fill solid\n"
      "set boxwidth 0.95 relative\n"
      "set yrange [0:*]\n"
      "set offsets graph 0, 0, 0.5, 0\n"
      "set ylabel \"speed-up over DCNN\"\n"
      "set grid ytics linetype 1 linecolor \"#dddddd\"\n"
      "set border 3\n"
      "set xtics nomirror rotate by 45 right scale 0 noenhanced\n"
      "set ytics nomirror\n"
      "set bmargin 6.5\n"
      "set key top left horizontal\n"
      "plot ";
  for (const Group& group : groups_of(*figure)) {
    const bool is_first = group.first == 0;
    script += fmt::format(
        "{0}newhistogram {1}, \\\n"
        "     \"speedup.csv\" skip 1 every ::{2}::{3} using 3:xtic(2) linecolor \"#1f78b4\" {4}, \\\n"
        "     \"speedup.csv\" skip 1 every ::{2}::{3} using 4 linecolor \"#b0b0b0\" {5}",
        is_first ? "" : ", \\\n     ", gnuplot_string(group.network), group.first, group.last,
        is_first ? "title \"simulated\"" : "notitle", is_first ? "title \"published\"" : "notitle");
  }
  return {{"speedup", data_of(*figure), script + "\n", 1100, 420}};
}

}  // namespace scnnsim::scnn2017
