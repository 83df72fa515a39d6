// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "sim/reproduce/mao2017/equal_accuracy_table.h"

namespace scnnsim::mao2017 {
namespace {

struct Panel {
  Cost cost;
  const char* name;  ///< of the column
  const char* title;
};
constexpr Panel panels[] = {{Cost::storage, "storage", "Stored weights"},
                            {Cost::memory_references, "memory_references", "Memory references"},
                            {Cost::cycles, "cycles", "Cycles"},
                            {Cost::energy, "energy", "Energy"}};
constexpr const char* colours[] = {"#4c4c4c", "#a6cee3", "#1f78b4", "#fdbf6f", "#ff7f00"};

std::string variant_name(const EqualAccuracyRow& row) {
  return std::string(to_string(row.granularity)) + (row.merge == MergeMode::none ? "" : ", merged by grain");
}

/// Rows of the first network: the same for all.
std::size_t variants_of(const std::vector<EqualAccuracyRow>& rows) {
  const auto other_network = std::find_if(rows.begin(), rows.end(), [&](const EqualAccuracyRow& row) {
    return row.network != rows.front().network;
  });
  return static_cast<std::size_t>(other_network - rows.begin());
}

std::string data_of(const std::vector<EqualAccuracyRow>& rows, std::size_t variants) {
  std::string text = "network,granularity,merge,density";
  for (const Panel& panel : panels) text += fmt::format(",{}_relative_to_element", panel.name);
  text += "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const EqualAccuracyRow &row = rows[i], &element = rows[i - i % variants];
    text += fmt::format("{},{},{},{}", row.network, to_string(row.granularity), to_string(row.merge),
                        row.density);
    for (const Panel& panel : panels) text += fmt::format(",{}", row[panel.cost] / element[panel.cost]);
    text += "\n";
  }
  return text;
}

/// One row of samples and names above the panels: gnuplot's own key would have to fit one panel's width.
std::string legend(const std::vector<EqualAccuracyRow>& rows, std::size_t variants) {
  constexpr double character = 0.0062, sample = 0.02, gap = 0.03,
                   y = 0.965;  // shares of the width; the height
  double width = 0;
  for (std::size_t v = 0; v < variants; ++v)
    width += sample + gap + character * static_cast<double>(variant_name(rows[v]).size());
  std::string script;
  double x = 0.5 - width / 2;
  for (std::size_t v = 0; v < variants; ++v) {
    script += fmt::format(
        "set object {0} rectangle from screen {1:.4f},{2:.4f} to screen {3:.4f},{4:.4f} fillcolor \"{5}\" "
        "fillstyle solid noborder\n"
        "set label {0} \"{6}\" at screen {7:.4f},{8:.4f} left\n",
        v + 1, x, y - 0.01, x + sample, y + 0.01, colours[v % std::size(colours)], variant_name(rows[v]),
        x + sample + 0.006, y);
    x += sample + gap + character * static_cast<double>(variant_name(rows[v]).size());
  }
  return script;
}

}  // namespace

Plot equal_accuracy_plot(const std::vector<EqualAccuracyRow>& rows) {
  const std::size_t variants = variants_of(rows);
  std::string script =
      "set style data histograms\n"
      "set style histogram clustered gap 1.5\n"
      "set style fill solid\n"
      "set boxwidth 0.95 relative\n"
      "set yrange [0:*]\n"
      "set offsets graph 0, 0, 0.05, 0\n"
      "set grid ytics linetype 1 linecolor \"#dddddd\"\n"
      "set border 3\n"
      "set xtics nomirror scale 0 font \",11\"\n"
      "set ytics nomirror\n"
      "set multiplot layout 2,2 margins 0.08,0.985,0.06,0.86 spacing 0.09,0.13\n"
      "unset key\n" +
      fmt::format("set xrange [-0.6:{}.6]\n", rows.size() / variants - 1) + legend(rows, variants);
  for (std::size_t p = 0; p < std::size(panels); ++p) {
    script += fmt::format("set title \"{}\" offset 0,-0.6\nset ylabel \"relative to element\" offset 1,0\n",
                          panels[p].title);
    if (p == 1) script += "unset object\nunset label\n";
    script += "plot ";
    for (std::size_t v = 0; v < variants; ++v)
      script += fmt::format("{}\"equal_accuracy.csv\" skip 1 every {}::{} using {}:xtic(1) linecolor \"{}\"",
                            v == 0 ? "" : ", \\\n     ", variants, v, p + 5, colours[v % std::size(colours)]);
    script += "\n";
  }
  return {"equal_accuracy", data_of(rows, variants), script + "unset multiplot\n", 1100, 640};
}

}  // namespace scnnsim::mao2017
