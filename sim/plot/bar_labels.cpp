// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/plot/stacked_bars.h"

namespace scnnsim {

unsigned bars_width(std::size_t of_bars, const std::vector<std::string>& groups) {
  constexpr std::size_t margins = 220, of_character = 8, least = 900, most = 6000;
  std::size_t longest = 0, changes = 1;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    longest = std::max(longest, groups[i].size() + 2);
    changes += i > 0 && groups[i] != groups[i - 1];
  }
  return static_cast<unsigned>(
      std::clamp(margins + std::max(of_bars, of_character * longest * changes), least, most));
}

std::string bar_labels(const std::vector<std::string>& labels, const std::vector<std::string>& groups,
                       std::vector<double>& positions) {
  std::string script = "set xtics scale 0 noenhanced (";
  std::size_t longest = 0;
  double next = 1;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i > 0 && groups[i] != groups[i - 1]) next += 1;
    positions.push_back(next++);
    script += fmt::format("{}{} {}", i > 0 ? ", " : "", gnuplot_string(labels[i]), positions.back());
    longest = std::max(longest, labels[i].size());
  }
  const bool is_long = longest * labels.size() > 70;
  script += fmt::format("){}\nset xrange [0:{}]\n", is_long ? " rotate by 45 right" : "", next);
  if (groups.front() == groups.back()) return script;
  script += "set tmargin 2.5\n";
  for (std::size_t first = 0, i = 1; i <= labels.size(); ++i) {
    if (i < labels.size() && groups[i] == groups[first]) continue;
    const double middle = (positions[first] + positions[i - 1]) / 2;
    script += fmt::format("set label {} at first {}, graph 1.05 center noenhanced\n",
                          gnuplot_string(groups[first]), middle);
    if (i < labels.size())
      script += fmt::format(
          "set arrow from first {0}, graph 0 to first {0}, graph 1 nohead linecolor \"#bbbbbb\"\n",
          (positions[i - 1] + positions[i]) / 2);
    first = i;
  }
  return script;
}

}  // namespace scnnsim
