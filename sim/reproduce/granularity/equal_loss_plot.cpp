// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/reproduce/granularity/equal_loss.h"
#include "sim/reproduce/granularity/study_style.h"

namespace scnnsim::trained {
namespace {

struct Panel {
  StudyFigure figure;
  const char* title;
};
constexpr Panel bar_panels[] = {{StudyFigure::storage, "Stored weights"},
                                {StudyFigure::memory_references, "Memory references"},
                                {StudyFigure::cycles, "Cycles"},
                                {StudyFigure::energy, "Energy"}};

/// Higher bars end here, and have their values above: most compare near 1, the dense network takes up to 17.
constexpr double most_drawn = 3;
constexpr double bar_axis_end = 3.7;  ///< leaves room for the values

constexpr double group_width = 0.86;  ///< of the bars of one loss; 1 from one to the next

/// Rows that all groups have.
std::vector<StudyRow> common_rows(const std::vector<EqualLoss>& groups) {
  std::vector<StudyRow> rows;
  for (const EqualLoss& group : groups)
    for (const MeasuredRow& row : group.group.rows) {
      const bool is_known = std::any_of(rows.begin(), rows.end(), [&](const StudyRow& one) {
        return one.granularity == row.row.granularity && one.machine == row.row.machine;
      });
      if (!is_known) rows.push_back(row.row);
    }
  return rows;
}

const Spread& ratio_of(const MeasuredRow& row, const Panel& panel) {
  return row.ratios[static_cast<std::size_t>(panel.figure)];
}

bool has_cut_bars(const std::vector<EqualLoss>& groups, const Panel& panel) {
  return std::any_of(groups.begin(), groups.end(), [&](const EqualLoss& group) {
    return std::any_of(group.group.rows.begin(), group.group.rows.end(),
                       [&](const MeasuredRow& row) { return ratio_of(row, panel).mean > most_drawn; });
  });
}

std::string bar_heads() {
  std::string heads = "position";
  for (const Panel& panel : bar_panels) heads += fmt::format(",{0},{0}_deviation", column_name(panel.figure));
  return heads + ",loss,granularity,machine\n";
}

std::string data_row(const MeasuredRow& row, double position, double loss) {
  std::string data = fmt::format("{:.4f}", position);
  for (const Panel& panel : bar_panels)
    data += fmt::format(",{:.4f},{:.4f}", ratio_of(row, panel).mean, ratio_of(row, panel).deviation);
  return data + fmt::format(",{},{},\"{}\"\n", loss, to_string(row.row.granularity), row.row.machine.name());
}

/// The bars of a row: lines of the data, and how they look.
struct Bars {
  std::size_t first, last;
  StudyRow row;
};

std::string bars_command(const Bars& bars, double width, std::size_t column) {
  return fmt::format(
      "\"granularity.csv\" skip 1 every ::{}::{} using 1:(${} > {} ? {} : ${}):({:.4f}) with boxes {} "
      "linecolor \"{}\" notitle",
      bars.first, bars.last, column, most_drawn, most_drawn, column, width, filling_of(bars.row.machine),
      colour_of(bars.row.granularity));
}

/// A white line across cut bars and their values above; deviations of the others. Error bars would
/// have a white box around their points.
std::string marks_command(double width, std::size_t column) {
  return fmt::format(
      "\"granularity.csv\" skip 1 using (${1} > {0} ? $1 - {2:.4f} : NaN):({3}):({4:.4f}):(0.12) with "
      "vectors "
      "nohead linewidth 3 linecolor \"#ffffff\" notitle, \\\n"
      "     \"granularity.csv\" skip 1 using 1:(${1} > {0} ? {0} + 0.08 : NaN):(sprintf(\"%.1f\", ${1})) "
      "with "
      "labels left rotate by 90 font \",10\" notitle, \\\n"
      "     1 with lines dashtype 3 linecolor \"#555555\" notitle, \\\n"
      "     \"granularity.csv\" skip 1 using 1:(${1} > {0} ? NaN : ${1} - ${5}):(0):(2 * ${5}) with vectors "
      "heads size screen 0.003,90 linecolor \"#333333\" notitle\n",
      most_drawn, column, width / 2, most_drawn - 0.18, width, column + 1);
}

std::string loss_tics(const std::vector<EqualLoss>& groups) {
  std::string tics;
  for (std::size_t g = 0; g < groups.size(); ++g)
    tics += fmt::format("{}\"{} of accuracy lost\" {}", g == 0 ? "" : ", ", points_text(groups[g].loss()), g);
  return tics;
}

}  // namespace

Plot equal_loss_plot(const std::vector<EqualLoss>& losses) {
  constexpr unsigned width = 1100, height = 700;
  std::vector<EqualLoss> groups;
  for (const EqualLoss& one : losses)
    if (one.network == losses.back().network) groups.push_back(one);  // the mean comes last
  const std::vector<StudyRow> rows = common_rows(groups);
  Plot plot{"granularity", bar_heads(), "", width, height};
  const double bar = group_width / static_cast<double>(rows.size()), drawn = 0.92 * bar;
  std::vector<Bars> all;
  std::size_t line = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::size_t first = line;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const MeasuredRow* const row = groups[g].find(rows[r].granularity, rows[r].machine);
      if (row == nullptr) continue;
      const double place = static_cast<double>(g) - group_width / 2 + bar * (static_cast<double>(r) + 0.5);
      plot.data += data_row(*row, place, groups[g].loss());
      ++line;
    }
    all.push_back({first, line - 1, rows[r]});
  }
  const StudyLegend legend(StudyLegend::Sample::box, rows, height);
  plot.script = fmt::format(
      "{}set multiplot layout 2,2 margins 0.045,0.985,0.05,{:.4f} spacing 0.055,0.12\n"
      "set yrange [0:{}]\nset ytics (0, 0.5, 1, 1.5, 2, 2.5, 3)\n"
      "set xrange [-0.55:{}.55]\nset xtics ({}) scale 0\n{}",
      study_frame, 1 - (legend.depth() + 32) / height, bar_axis_end, groups.size() - 1, loss_tics(groups),
      legend.script());
  for (std::size_t p = 0; p < std::size(bar_panels); ++p) {
    if (p == 1) plot.script += "unset object\nunset arrow\nunset label\n";
    plot.script += fmt::format(
        "set title \"{}, relative to element on scnn{}\" offset 0,-0.6\nplot ", bar_panels[p].title,
        has_cut_bars(groups, bar_panels[p]) ? fmt::format(" (bars cut at {})", most_drawn) : "");
    for (const Bars& bars : all) plot.script += bars_command(bars, drawn, 2 * p + 2) + ", \\\n     ";
    plot.script += marks_command(drawn, 2 * p + 2);
  }
  plot.script += "unset multiplot\n";
  return plot;
}

}  // namespace scnnsim::trained
