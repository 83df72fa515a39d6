// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/plot/plot_style.h"
#include "sim/reproduce/granularity/accuracy_lines.h"
#include "sim/reproduce/granularity/equal_loss.h"
#include "sim/reproduce/granularity/study_style.h"

namespace scnnsim::trained {
namespace {

using Lines = std::vector<AccuracyLine>;

constexpr const char* panel_titles[accuracy_panels] = {"Density of the weights", "Stored weights", "Cycles",
                                                       "Energy"};
constexpr double most_loss = 8.4;  ///< in %, for which the axis makes room: it begins at 83 % or above

/// In the panels of density and storage, machines of one granularity differ little or not at all. The dense
/// network is in all.
bool is_drawn(const AccuracyLine& line, std::size_t panel) {
  const MachineKind kind = kind_of(line.machine);
  return panel > 1 || kind == MachineKind::plain || line.granularity == Granularity::none ||
         (panel == 1 && kind == MachineKind::own);
}

double dense_accuracy(const Lines& lines) {
  return lines.back().marks.back()[0].y;
}

double lowest_accuracy(const Lines& lines) {
  double lowest = dense_accuracy(lines);
  for (const AccuracyLine& line : lines)
    for (const auto& marks : line.marks) lowest = std::min(lowest, marks[0].y);
  return lowest;
}

/// Where the axis of accuracies begins: below all error bars, unless that takes too much room.
double floor_of(const Lines& lines) {
  double lowest = dense_accuracy(lines);
  for (const AccuracyLine& line : lines)
    for (const auto& marks : line.marks) lowest = std::min(lowest, marks[0].y - marks[0].y_deviation);
  return std::max(std::floor(lowest), std::floor(dense_accuracy(lines) - most_loss));
}

/// Where a line leaves the panel at its lower edge.
std::vector<double> exits_of(const AccuracyLine& line, std::size_t panel, double floor) {
  std::vector<double> exits;
  for (std::size_t i = 1; i < line.marks.size(); ++i) {
    const AccuracyMark &from = line.marks[i - 1][panel], &to = line.marks[i][panel];
    if ((from.y < floor) == (to.y < floor)) continue;
    const double share = (floor - from.y) / (to.y - from.y);
    exits.push_back(from.x * std::pow(to.x / from.x, share));
  }
  return exits;
}

/// The nearest of 1, 2, 5, 10 ... that is not above `value`.
double tic_below(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  return value >= 5 * power ? 5 * power : value >= 2 * power ? 2 * power : power;
}
double tic_above(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  return value <= power       ? power
         : value <= 2 * power ? 2 * power
         : value <= 5 * power ? 5 * power
                              : 10 * power;
}

/// An axis from tic to tic around all that the panel shows.
std::string x_axis(const Lines& lines, std::size_t panel, double floor) {
  double least = 1, most = 1;
  for (const AccuracyLine& line : lines) {
    if (!is_drawn(line, panel)) continue;
    for (const auto& marks : line.marks) {
      const AccuracyMark& mark = marks[panel];
      if (mark.y < floor) continue;
      least = std::min(least, mark.x - mark.x_deviation);
      most = std::max(most, mark.x + mark.x_deviation);
    }
    for (const double exit : exits_of(line, panel, floor)) least = std::min(least, exit);
  }
  constexpr double margin = 1.05;  // no mark stands on the axis of accuracies
  const double first = tic_below(least / margin), last = tic_above(most);
  return fmt::format("set xrange [{:g}:{:g}]\nset xtics ({})\n", first, last, logarithmic_tics(first, last));
}

/// Accuracies at which losses are compared.
std::string loss_lines(double dense) {
  std::string script;
  for (const double loss : accuracy_losses) {
    const double accuracy = dense - 100 * loss;
    script += fmt::format(
        "set arrow from graph 0, first {0:.4g} to graph 1, first {0:.4g} nohead back linewidth 1 linecolor "
        "\"#777777\"\n"
        "set label \"{1} lost\" at graph 0.998, first {0:.4g} right offset 0,-0.5 font \",11\" textcolor "
        "\"#555555\"\n",
        accuracy, points_text(loss));
  }
  return script;
}

/// Arrows where lines go on below the axis.
std::string exit_arrows(const Lines& lines, std::size_t panel, double floor) {
  std::string script;
  for (const AccuracyLine& line : lines)
    if (is_drawn(line, panel))
      for (const double x : exits_of(line, panel, floor))
        script += fmt::format(
            "set arrow from first {0:.5g}, first {1:g} to first {0:.5g}, first {2:g} head filled size screen "
            "0.007,25 front linewidth 1.5 linecolor \"{3}\"\n",
            x, floor + 0.5, floor, colour_of(line.granularity));
  return script;
}

struct RowsOfLine {
  std::size_t first, last;
};

std::string add_data(const AccuracyLine& line) {
  std::string data;
  for (const auto& marks : line.marks) {
    for (const AccuracyMark& mark : marks) data += fmt::format("{:.5g},{:.3g},", mark.x, mark.x_deviation);
    data += fmt::format("{:.2f},{:.2f},{},\"{}\"\n", marks[0].y, marks[0].y_deviation,
                        to_string(line.granularity), line.machine.name());
  }
  return data;
}

std::string line_heads() {
  std::string heads;
  for (const char* column : {"density", "storage", "cycles", "energy"})
    heads += fmt::format("{0},{0}_deviation,", column);
  return heads + "top1,top1_deviation,granularity,machine\n";
}

std::string line_command(const std::string& name, const AccuracyLine& line, RowsOfLine rows,
                         std::size_t panel) {
  const std::string colour = colour_of(line.granularity);
  const LineStyle style = style_of(line.machine);
  const std::string data = fmt::format("\"{}.csv\" skip 1 every ::{}::{}", name, rows.first, rows.last);
  return fmt::format(
      "{0} using {1}:9 with lines linewidth {2} linecolor \"{3}\" dashtype {4} notitle, \\\n"
      "     {0} using {1}:9:{5}:10 with xyerrorbars linecolor \"{3}\" pointtype {6} pointsize {7} notitle",
      data, 2 * panel + 1, style.width, colour, style.dash, 2 * panel + 2, style.point, style.point_size);
}

StudyLegend legend_of(const Lines& lines, double floor, unsigned height) {
  std::vector<StudyRow> rows;
  for (const AccuracyLine& line : lines) rows.push_back({line.granularity, line.machine, {}});
  StudyLegend legend(StudyLegend::Sample::line, rows, height);
  if (const double lowest = lowest_accuracy(lines); lowest < floor)
    legend.add_note(fmt::format("Arrows at the lower edge: the lines go on, down to {:.0f} %.", lowest));
  return legend;
}

}  // namespace

Plot accuracy_plot(const std::string& name, const Lines& lines) {
  constexpr unsigned width = 1100, height = 860;
  Plot plot{name, line_heads(), "", width, height};
  std::array<std::vector<std::string>, accuracy_panels> drawn;
  std::size_t row = 0;
  for (const AccuracyLine& line : lines) {
    plot.data += add_data(line);
    const RowsOfLine rows{row, row + line.marks.size() - 1};
    for (std::size_t p = 0; p < drawn.size(); ++p)
      if (is_drawn(line, p)) drawn[p].push_back(line_command(name, line, rows, p));
    row += line.marks.size();
  }
  const double floor = floor_of(lines);
  const StudyLegend legend = legend_of(lines, floor, height);
  plot.script = fmt::format(
      "{}set multiplot layout 2,2 margins 0.06,0.985,0.05,{:.4f} spacing 0.07,0.11\n"
      "set logscale x\nset yrange [{:g}:*]\nset ytics 1\nset ylabel \"top-1 accuracy [%]\" offset 1,0\n{}",
      study_frame, 1 - (legend.depth() + 28) / height, floor, legend.script());
  for (std::size_t p = 0; p < drawn.size(); ++p) {
    if (p > 0) plot.script += "unset arrow\nunset label\n";
    plot.script += x_axis(lines, p, floor) + loss_lines(dense_accuracy(lines)) + exit_arrows(lines, p, floor);
    plot.script += fmt::format("set title \"{}{}\" offset 0,-0.6\nplot {}\n", panel_titles[p],
                               p == 0 ? "" : ", relative to the dense network on dcnn",
                               fmt::join(drawn[p], ", \\\n     "));
  }
  plot.script += "unset multiplot\n";
  return plot;
}

}  // namespace scnnsim::trained
