// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/reproduce/granularity/equal_loss.h"
#include "sim/text/formats.h"

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

/// A colour for each granularity: Okabe and Ito's, in the order of grains.
std::string colour_of(const Granularity& granularity) {
  if (granularity == Granularity::element) return "#000000";
  if (granularity == Granularity::vector) return "#0072B2";
  if (granularity == Granularity::kernel) return "#56B4E9";
  if (granularity == Granularity::filter) return "#D55E00";
  if (granularity.is_n_of_m()) return "#CC79A7";
  return granularity == Granularity::none ? "#999999" : "#009E73";
}

/// Merged runs and machines of their own are lighter fillings of the granularity's colour.
const char* filling_of(const StudyMachine& machine) {
  if (machine.architecture != "scnn") return "fillstyle pattern 2";
  return machine.is_merged ? "fillstyle transparent solid 0.45" : "fillstyle solid 1.0";
}

constexpr const char* panel_style =
    "set border 3 linecolor \"#555555\"\n"
    "set tics nomirror\n"
    "set grid ytics linetype 1 linecolor \"#dddddd\"\n"
    "unset key\n";

/// gnuplot draws neighbouring arrows of one colour and width with the dashes of the first: each has its own.
struct LineStyle {
  const char* dash;
  double width;
};
LineStyle style_of(const StudyMachine& machine) {
  if (machine.architecture != "scnn") return {"(1,2)", 1.6};
  return machine.is_merged ? LineStyle{"(4,3)", 1.5} : LineStyle{"1", 1.4};
}

/// Samples and names in rows above the panels.
class Legend {
 public:
  explicit Legend(unsigned height) : height_(height) {}

  void add_box(const std::string& colour, const std::string& filling, const std::string& name) {
    place();
    script_ += fmt::format(
        "set object {} rectangle from screen {:.4f},{:.4f} to screen {:.4f},{:.4f} fillcolor \"{}\" {} "
        "border "
        "linecolor \"{}\"\n",
        count_, x(), y() - 5.0 / height_, x() + 0.022, y() + 5.0 / height_, colour, filling, colour);
    add_name(name);
  }
  void add_line(const std::string& colour, const LineStyle& style, const std::string& name) {
    place();
    script_ += fmt::format(
        "set arrow {} from screen {:.4f},{:.4f} to screen {:.4f},{:.4f} nohead linewidth {} linecolor \"{}\" "
        "dashtype {}\n",
        count_, x(), y(), x() + 0.022, y(), style.width, colour, style.dash);
    add_name(name);
  }
  const std::string& script() const { return script_; }

 private:
  static constexpr std::size_t columns = 5;
  void place() { ++count_; }
  double x() const { return 0.03 + 0.195 * static_cast<double>((count_ - 1) % columns); }
  double y() const {
    const std::size_t row = (count_ - 1) / columns;
    return 1 - (16.0 + 19.0 * static_cast<double>(row)) / height_;
  }
  void add_name(const std::string& name) {
    script_ += fmt::format("set label {} {} at screen {:.4f},{:.4f} left\n", count_, gnuplot_string(name),
                           x() + 0.028, y());
  }

  unsigned height_;
  std::size_t count_ = 0;
  std::string script_;
};

constexpr const char* forget_legend = "unset object\nunset arrow\nunset label\n";

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

struct Mark {
  double x, x_deviation, y, y_deviation;
};

/// A line of the accuracy figure: a granularity on a machine.
struct AccuracyLine {
  Granularity granularity;
  StudyMachine machine;
  std::vector<std::array<Mark, 4>> marks;  ///< by panel, the density rising
};

constexpr const char* line_titles[] = {"Density of the weights", "Stored weights", "Cycles", "Energy"};
constexpr std::array<StudyFigure, 3> line_figures{StudyFigure::storage, StudyFigure::cycles,
                                                  StudyFigure::energy};

AccuracyLine line_of(const TrainedRuns& runs, const TrainedNetwork& network, const Granularity& granularity,
                     const StudyMachine& machine, const SeedView& view) {
  AccuracyLine line{granularity, machine, {}};
  for (const double density : network.densities(granularity)) {
    if (density == 1 && granularity != Granularity::none) continue;
    const Spread accuracy = Spread::of(network.accuracies().accuracies(granularity, density));
    std::array<std::vector<double>, line_figures.size()> values;
    for (const std::string& run : network.runs()) {
      const Costs costs =
          runs.trained_costs(view, network, {run, granularity, density}, granularity, machine);
      const Costs dense = runs.trained_costs(view, network, {run, Granularity::none, 1}, Granularity::none,
                                             machines_of(Granularity::none).front());
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto figure = static_cast<std::size_t>(line_figures[i]);
        values[i].push_back(costs.at(figure) / dense.at(figure));
      }
    }
    std::array<Mark, 4> marks;
    marks[0] = {density, 0, 100 * accuracy.mean, 100 * accuracy.deviation};
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Spread spread = Spread::of(values[i]);
      marks[i + 1] = {spread.mean, spread.deviation, 100 * accuracy.mean, 100 * accuracy.deviation};
    }
    line.marks.push_back(marks);
  }
  return line;
}

/// In the panels of density and storage, machines of one granularity differ little or not at all.
bool is_drawn(const AccuracyLine& line, std::size_t panel) {
  return panel > 1 || (line.machine.architecture == "scnn" && !line.machine.is_merged) ||
         (panel == 1 && line.machine.architecture != "scnn");
}

}  // namespace

Plot equal_loss_plot(const std::vector<EqualLoss>& losses) {
  constexpr unsigned width = 1100, height = 640;
  std::vector<EqualLoss> groups;
  for (const EqualLoss& one : losses)
    if (one.network == losses.back().network) groups.push_back(one);  // the mean comes last
  const std::vector<StudyRow> rows = common_rows(groups);
  Plot plot{"granularity", "position", "", width, height};
  for (const Panel& panel : bar_panels)
    plot.data += fmt::format(",{0},{0}_deviation", column_name(panel.figure));
  plot.data += ",loss,granularity,machine\n";
  const double bar = 0.86 / static_cast<double>(rows.size());
  Legend legend(height);
  std::vector<std::string> bars;
  std::size_t line = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    legend.add_box(colour_of(rows[r].granularity), filling_of(rows[r].machine), row_text(rows[r]));
    const std::size_t first = line;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const MeasuredRow* const row = groups[g].find(rows[r].granularity, rows[r].machine);
      if (row == nullptr) continue;
      plot.data +=
          fmt::format("{:.4f}", static_cast<double>(g) - 0.43 + bar * (static_cast<double>(r) + 0.5));
      for (const Panel& panel : bar_panels) {
        const Spread& ratio = row->ratios[static_cast<std::size_t>(panel.figure)];
        plot.data += fmt::format(",{:.4f},{:.4f}", ratio.mean, ratio.deviation);
      }
      plot.data += fmt::format(",{},{},\"{}\"\n", groups[g].loss(), to_string(rows[r].granularity),
                               rows[r].machine.name());
      ++line;
    }
    bars.push_back(fmt::format(
        "\"granularity.csv\" skip 1 every ::{}::{} using 1:{{0}}:({:.4f}) with boxes {} "
        "linecolor \"{}\"",
        first, line - 1, 0.92 * bar, filling_of(rows[r].machine), colour_of(rows[r].granularity)));
  }
  std::string tics;
  for (std::size_t g = 0; g < groups.size(); ++g)
    tics += fmt::format("{}\"{} of accuracy lost\" {}", g == 0 ? "" : ", ", points_text(groups[g].loss()), g);
  const std::size_t legend_rows = 1 + (rows.size() - 1) / 5;
  plot.script = fmt::format(
      "{}set multiplot layout 2,2 margins 0.06,0.985,0.06,{:.4f} spacing 0.07,0.12\n"
      "set yrange [0:*]\nset offsets 0, 0, graph 0.05, 0\nset xrange [-0.55:{}.55]\nset xtics ({}) scale "
      "0\n{}",
      panel_style, 1 - (16.0 + 19.0 * static_cast<double>(legend_rows) + 34.0) / height, groups.size() - 1,
      tics, legend.script());
  for (std::size_t p = 0; p < std::size(bar_panels); ++p) {
    if (p == 1) plot.script += forget_legend;
    plot.script += fmt::format("set title \"{}, relative to element on scnn\" offset 0,-0.6\nplot ",
                               bar_panels[p].title);
    for (const std::string& one : bars)
      plot.script += fmt::format(fmt::runtime(one), 2 * p + 2) + ", \\\n     ";
    plot.script += fmt::format(
        "1 with lines dashtype 3 linecolor \"#555555\", \\\n     \"granularity.csv\" skip 1 using "
        "1:(${0}-${1}):(0):(2*${1}) with vectors heads size screen 0.003,90 linecolor \"#333333\"\n",
        2 * p + 2, 2 * p + 3);  // error bars would have a white box around their points
  }
  plot.script += "unset multiplot\n";
  return plot;
}

Plot accuracy_plot(const std::string& name, const TrainedRuns& runs, const TrainedNetwork& network,
                   const SeedView& view) {
  constexpr unsigned width = 1100, height = 800;
  std::vector<AccuracyLine> lines;
  for (const Granularity& granularity : network.granularities())
    for (const StudyMachine& machine : machines_of(granularity))
      lines.push_back(line_of(runs, network, granularity, machine, view));
  lines.push_back(line_of(runs, network, Granularity::none, machines_of(Granularity::none).front(), view));
  Plot plot{name, "", "", width, height};
  for (const char* column : {"density", "storage", "cycles", "energy"})
    plot.data += fmt::format("{0},{0}_deviation,", column);
  plot.data += "top1,top1_deviation,granularity,machine\n";
  Legend legend(height);
  std::array<std::vector<std::string>, 4> drawn;
  std::size_t row = 0;
  for (const AccuracyLine& line : lines) {
    const std::string colour = colour_of(line.granularity);
    const LineStyle style = style_of(line.machine);
    legend.add_line(colour, style, row_text({line.granularity, line.machine, {}}));
    for (const std::array<Mark, 4>& marks : line.marks) {
      for (const Mark& mark : marks) plot.data += fmt::format("{:.5g},{:.3g},", mark.x, mark.x_deviation);
      plot.data += fmt::format("{:.2f},{:.2f},{},\"{}\"\n", marks[0].y, marks[0].y_deviation,
                               to_string(line.granularity), line.machine.name());
    }
    for (std::size_t p = 0; p < drawn.size(); ++p)
      if (is_drawn(line, p)) {
        const std::string rows =
            fmt::format("\"{}.csv\" skip 1 every ::{}::{}", name, row, row + line.marks.size() - 1);
        drawn[p].push_back(fmt::format("{} using {}:9 with lines linewidth {} linecolor \"{}\" dashtype {}",
                                       rows, 2 * p + 1, style.width, colour, style.dash));
        drawn[p].push_back(
            fmt::format("{} using {}:9:{}:10 with xyerrorbars linecolor \"{}\" pointtype 7 pointsize 0.5",
                        rows, 2 * p + 1, 2 * p + 2, colour));
      }
    row += line.marks.size();
  }
  const std::size_t legend_rows = 1 + (lines.size() - 1) / 5;
  plot.script = fmt::format(
      "{}set multiplot layout 2,2 margins 0.06,0.985,0.07,{:.4f} spacing 0.07,0.13\n"
      "set logscale x 2\nset yrange [84:*]\nset ylabel \"top-1 accuracy [%]\" offset 1,0\n"
      "set xtics (\"0.03\" 0.03125, \"0.06\" 0.0625, \"0.125\" 0.125, \"0.25\" 0.25, \"0.5\" 0.5, \"1\" 1, "
      "\"2\" 2)\n{}",
      panel_style, 1 - (16.0 + 19.0 * static_cast<double>(legend_rows) + 30.0) / height, legend.script());
  for (std::size_t p = 0; p < drawn.size(); ++p) {
    if (p == 1) plot.script += forget_legend;
    plot.script += fmt::format("set title \"{}{}\" offset 0,-0.6\nplot {}\n", line_titles[p],
                               p == 0 ? "" : ", relative to the dense network on dcnn",
                               fmt::join(drawn[p], ", \\\n     "));
  }
  plot.script += "unset multiplot\n";
  return plot;
}

}  // namespace scnnsim::trained
