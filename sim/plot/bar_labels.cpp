// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/plot/stacked_bars.h"
#include "sim/tables/table_cells.h"
#include "sim/text/formats.h"

namespace scnnsim {
namespace {

using Texts = std::vector<std::string>;

constexpr std::size_t of_character = 8, margins = 220, least_width = 900, most_width = 6000;  // pixels
constexpr std::size_t of_rotated = 19;  ///< that a label at 45 degrees needs beside the next

std::size_t longest(const Texts& texts) {
  std::size_t most = 0;
  for (const std::string& text : texts) most = std::max(most, display_width(figure_text(text)));
  return most;
}

bool begins_group(const Texts& groups, std::size_t bar) {
  return bar > 0 && groups[bar] != groups[bar - 1];
}

/// Bars beside each other, a gap between groups.
std::vector<double> positions_of(const Texts& groups) {
  std::vector<double> positions;
  double next = 1;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (begins_group(groups, i)) next += 1;
    positions.push_back(next++);
  }
  return positions;
}

std::size_t width_of_groups(const Texts& groups) {
  std::size_t changes = 1;
  for (std::size_t i = 0; i < groups.size(); ++i) changes += begins_group(groups, i);
  return of_character * (longest(groups) + 2) * changes;
}

/// Names above the bars of each group, lines between groups.
std::string group_commands(const Texts& groups, const std::vector<double>& positions) {
  if (groups.front() == groups.back()) return "";
  std::string script = "set tmargin 2.5\n";
  for (std::size_t first = 0, i = 1; i <= groups.size(); ++i) {
    if (i < groups.size() && groups[i] == groups[first]) continue;
    const double middle = (positions[first] + positions[i - 1]) / 2;
    script +=
        fmt::format("set label {} at first {}, graph 1.05 center\n", gnuplot_string(groups[first]), middle);
    if (i < groups.size())
      script += fmt::format(
          "set arrow from first {0}, graph 0 to first {0}, graph 1 nohead linecolor \"#bbbbbb\"\n",
          (positions[i - 1] + positions[i]) / 2);
    first = i;
  }
  return script;
}

/// Labels at 45 degrees that end below their bars reach down, and the first ones beyond the axis at the left.
void make_room_for_rotated(Plot& plot, std::size_t length, std::size_t place) {
  constexpr std::size_t left_margin = 70;
  const std::size_t reach = 7 * length / 10;
  plot.height += static_cast<unsigned>(reach);
  if (reach <= left_margin + place) return;
  plot.width += static_cast<unsigned>(reach - left_margin - place);
  plot.script += fmt::format("set lmargin at screen {:.4f}\n",
                             static_cast<double>(reach - place) / static_cast<double>(plot.width));
}

}  // namespace

std::vector<double> add_bar_axis(Plot& plot, const Texts& labels, const Texts& groups,
                                 std::size_t bar_width) {
  std::vector<double> positions = positions_of(groups);
  const auto places = static_cast<std::size_t>(positions.back()) + 1;
  plot.width = static_cast<unsigned>(
      std::clamp(margins + std::max(places * std::max(bar_width, of_rotated), width_of_groups(groups)),
                 least_width, most_width));
  const std::size_t needed = of_character * (longest(labels) + 1), place = (plot.width - margins) / places;
  const bool rotates = needed > place;
  if (rotates) make_room_for_rotated(plot, needed, place);
  plot.script += "set xtics scale 0 (";
  for (std::size_t i = 0; i < labels.size(); ++i)
    plot.script += fmt::format("{}{} {}", i > 0 ? ", " : "", gnuplot_tic(labels[i]), positions[i]);
  plot.script += fmt::format("){}\nset xrange [0:{}]\n", rotates ? " rotate by 45 right" : "", places);
  plot.script += group_commands(groups, positions);
  return positions;
}

}  // namespace scnnsim
