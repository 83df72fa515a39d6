// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/plot/figure_axis.h"
#include "sim/plot/sweep_plots.h"
#include "sim/sweep/sweep_tables.h"
#include "traces/error.h"

namespace scnnsim {
namespace {

using Points = std::vector<SweepPoint>;

void refuse_several_networks(const Points& points) {
  std::set<std::string> networks;
  for (const SweepPoint& point : points) networks.insert(point.network);
  if (networks.size() > 1)
    throw UserError(fmt::format("points of several networks do not compare: choose one by --where network={}",
                                *networks.begin()));
}

double largest(const Points& points, const SweepColumn& figure) {
  double most = 0;
  for (const SweepPoint& point : points)
    if (point.total) most = std::max(most, number_of(figure.get(point)).value_or(0));
  return most;
}

/// Rows of number, x, y; returns how many.
std::size_t add_rows(std::string& data, const Points& points, const std::vector<SweepColumn>& figures,
                     const std::vector<FigureAxis>& axes) {
  std::size_t rows = 0;
  for (const SweepPoint& point : points) {
    if (!point.total) continue;
    const auto x = number_of(figures[0].get(point)), y = number_of(figures[1].get(point));
    if (!x || !y) continue;
    data += fmt::format("{},{},{}\n", point.number, *x / axes[0].divisor, *y / axes[1].divisor);
    ++rows;
  }
  return rows;
}

}  // namespace

Plot pareto_plot(const Points& points, const std::vector<std::string>& names) {
  if (names.size() != 2)
    throw UserError(fmt::format("--columns: got {}, expected two: x and y", fmt::join(names, ",")));
  refuse_several_networks(points);
  const std::vector<SweepColumn> figures = sweep_figures(names, "--columns");
  Points front = pareto_points(points, figures);
  std::stable_sort(front.begin(), front.end(), [&](const SweepPoint& a, const SweepPoint& b) {
    return number_of(figures[0].get(a)) < number_of(figures[0].get(b));
  });
  std::vector<FigureAxis> axes;
  for (const SweepColumn& figure : figures) axes.push_back(figure_axis(figure, largest(points, figure)));

  Plot plot{"pareto", "point,x,y\n", plot_frame(true)};
  const std::size_t all = add_rows(plot.data, points, figures, axes);
  add_rows(plot.data, front, figures, axes);
  const bool has_numbers = front.size() <= 25;
  plot.script += fmt::format(
      "set grid xtics\nset xrange [0<*:*]\nset yrange [0<*:*]\nset offsets graph 0.05, graph 0.05, graph "
      "0.08, graph 0.05\n"
      "set xlabel {}\nset ylabel {}\n"
      "plot \"pareto.csv\" skip 1 every ::0::{} using 2:3 with points pointtype 7 pointsize 0.6 linecolor "
      "\"#999999\" title \"points\", \\\n"
      "     \"\" skip 1 every ::{} using 2:3 with steps linewidth 2 linecolor \"#0072B2\" notitle, \\\n"
      "     \"\" skip 1 every ::{} using 2:3 with points pointtype 7 pointsize 1 linecolor \"#0072B2\" title "
      "{}",
      gnuplot_quote(axes[0].label), gnuplot_quote(axes[1].label), all - 1, all, all,
      gnuplot_string(std::string("not dominated (less is better)") + (has_numbers ? ", with numbers" : "")));
  // Nothing lies below and left of the line.
  if (has_numbers)
    plot.script += fmt::format(
        ", \\\n     \"\" skip 1 every ::{} using 2:3:(stringcolumn(1)) with labels right offset -0.6,-0.5 "
        "font "
        "\",11\" textcolor \"#0072B2\" notitle",
        all);
  plot.script += "\n";
  return plot;
}

}  // namespace scnnsim
